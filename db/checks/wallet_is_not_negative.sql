-- Nobody spends prepaid money that is not there, now or at any time. A wallet that was negative at adoption may rise, but not sink.
-- Depth: full
SELECT 'customers' AS table_name, c.id AS row_id, 0 AS expected, c.wallet AS found
FROM customers AS c
LEFT JOIN adoption_findings AS f ON f.check_name = 'wallet_is_not_negative' AND f.table_name = 'customers' AND f.row_id = c.id
WHERE c.wallet < COALESCE(f.difference, 0)
UNION ALL
SELECT 'wallet_transactions', t.id, 0, t.wallet_after
FROM wallet_transactions AS t
WHERE t.adopted = 0 AND t.wallet_after < 0 AND t.wallet_after < t.wallet_before

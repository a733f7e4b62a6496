-- Each ledger row of a customer starts at the balance where the one before ended.
-- Depth: full
SELECT 'customer_transactions' AS table_name, t.id AS row_id, t.balance_last AS expected, t.balance_before AS found
FROM (
    SELECT id, COALESCE(balance_before, 0) AS balance_before, COALESCE(LAG(COALESCE(balance_after, 0)) OVER (PARTITION BY customer_id ORDER BY seq), 0) AS balance_last
    FROM customer_transactions
) AS t
LEFT JOIN adoption_findings AS f ON f.check_name = 'ledger_rows_follow_each_other' AND f.table_name = 'customer_transactions' AND f.row_id = t.id
WHERE t.balance_before - (t.balance_last) <> COALESCE(f.difference, 0)

-- Each wallet row of a customer starts where the one before ended.
-- Depth: full
SELECT 'wallet_transactions' AS table_name, t.id AS row_id, t.wallet_last AS expected, t.wallet_before AS found
FROM (
    SELECT id, COALESCE(wallet_before, 0) AS wallet_before, COALESCE(LAG(COALESCE(wallet_after, 0)) OVER (PARTITION BY customer_id ORDER BY seq), 0) AS wallet_last
    FROM wallet_transactions
) AS t
LEFT JOIN adoption_findings AS f ON f.check_name = 'wallet_rows_follow_each_other' AND f.table_name = 'wallet_transactions' AND f.row_id = t.id
WHERE t.wallet_before - (t.wallet_last) <> COALESCE(f.difference, 0)

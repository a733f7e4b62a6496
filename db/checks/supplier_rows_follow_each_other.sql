-- Each ledger row of a supplier starts at the balance where the one before ended.
-- Depth: full
SELECT 'supplier_transactions' AS table_name, t.id AS row_id, t.balance_last AS expected, t.balance_before AS found
FROM (
    SELECT id, balance_before, COALESCE(LAG(balance_after) OVER (PARTITION BY supplier_id ORDER BY seq), 0) AS balance_last
    FROM supplier_transactions
) AS t
WHERE t.balance_before <> t.balance_last

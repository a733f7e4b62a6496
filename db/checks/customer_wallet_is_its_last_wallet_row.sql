-- A customer's wallet is where the wallet's own rows ended.
-- (In the order of both columns MySQL takes the last row from the index; by seq alone it reads them all.)
-- Depth: quick
SELECT 'customers' AS table_name, w.id AS row_id, w.expected, w.found
FROM (
    SELECT
        o.id, COALESCE(o.wallet, 0) AS found,
        COALESCE((
            SELECT t.wallet_after FROM wallet_transactions AS t FORCE INDEX (wallet_transactions_in_order) WHERE t.customer_id = o.id ORDER BY t.customer_id DESC, t.seq DESC LIMIT 1), 0) AS expected
    FROM customers AS o
) AS w
WHERE w.found <> w.expected

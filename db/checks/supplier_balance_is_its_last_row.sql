-- A supplier's balance is where the ledger ends.
-- (In the order of both columns MySQL takes the last row from the index; by seq alone it reads them all.)
-- Depth: quick
SELECT 'suppliers' AS table_name, w.id AS row_id, w.expected, w.found
FROM (
    SELECT
        o.id, o.balance AS found,
        COALESCE((
            SELECT t.balance_after FROM supplier_transactions AS t WHERE t.supplier_id = o.id ORDER BY t.supplier_id DESC, t.seq DESC LIMIT 1), 0) AS expected
    FROM suppliers AS o
) AS w
WHERE w.found <> w.expected

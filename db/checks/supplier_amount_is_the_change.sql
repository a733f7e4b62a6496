-- A supplier's ledger row moves the balance by its amount.
-- Depth: newest
SELECT 'supplier_transactions' AS table_name, t.id AS row_id, t.balance_after - t.balance_before AS expected, t.amount AS found
FROM supplier_transactions AS t
WHERE t.amount <> t.balance_after - t.balance_before

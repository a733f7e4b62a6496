-- A supplier's balance is where the ledger ends.
SELECT 'suppliers' AS table_name, s.id AS row_id, COALESCE(t.balance_after, 0) AS expected, s.balance AS found
FROM suppliers AS s
LEFT JOIN supplier_transactions AS t
    ON t.supplier_id = s.id AND t.seq = (SELECT MAX(l.seq) FROM supplier_transactions AS l WHERE l.supplier_id = s.id)
WHERE s.balance <> COALESCE(t.balance_after, 0)

-- A supplier's ledger_seq is the seq of the last row, so that the next row gets the next one; there is a row for each number.
-- Depth: full
SELECT 'suppliers' AS table_name, s.id AS row_id, CONCAT_WS(' ', COALESCE(t.seq, 0), COALESCE(t.seq, 0)) AS expected, CONCAT_WS(' ', s.ledger_seq, COALESCE(t.row_count, 0)) AS found
FROM suppliers AS s
LEFT JOIN (SELECT supplier_id, MAX(seq) AS seq, COUNT(*) AS row_count FROM supplier_transactions GROUP BY supplier_id) AS t ON t.supplier_id = s.id
WHERE s.ledger_seq <> COALESCE(t.seq, 0) OR COALESCE(t.row_count, 0) <> COALESCE(t.seq, 0)

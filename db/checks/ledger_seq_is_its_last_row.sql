-- A customer's ledger_seq is the seq of the last row, so that the next row gets the next one.
-- Depth: full
SELECT 'customers' AS table_name, c.id AS row_id, GREATEST(COALESCE(t.seq, 0), COALESCE(w.seq, 0)) AS expected, c.ledger_seq AS found
FROM customers AS c
LEFT JOIN (SELECT customer_id, MAX(seq) AS seq FROM customer_transactions GROUP BY customer_id) AS t ON t.customer_id = c.id
LEFT JOIN (SELECT customer_id, MAX(seq) AS seq FROM wallet_transactions GROUP BY customer_id) AS w ON w.customer_id = c.id
WHERE c.ledger_seq <> GREATEST(COALESCE(t.seq, 0), COALESCE(w.seq, 0))

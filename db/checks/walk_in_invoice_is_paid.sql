-- A customer without an account leaves nothing unpaid.
-- Depth: full
SELECT 'invoices_out' AS table_name, o.id AS row_id, 0 AS expected, o.remaining_amount AS found
FROM customers AS c
JOIN invoices_out AS o ON o.customer_id = c.id
WHERE c.tracks_balance = 0 AND o.remaining_amount <> 0

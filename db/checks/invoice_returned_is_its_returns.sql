-- What an invoice says came back is the sum of its returns.
-- Depth: newest
SELECT 'invoices_out' AS table_name, i.id AS row_id, COALESCE(SUM(r.value), 0) AS expected, i.returned_amount AS found
FROM invoices_out AS i
LEFT JOIN invoice_returns AS r ON r.invoice_id = i.id
GROUP BY i.id, i.returned_amount
HAVING i.returned_amount - (COALESCE(SUM(r.value), 0)) <> 0

-- An invoice that was sold in exchange names a return of another invoice of its customer.
-- Depth: newest
SELECT 'invoices_out' AS table_name, i.id AS row_id, i.customer_id AS expected, o.customer_id AS found
FROM invoices_out AS i
LEFT JOIN invoice_returns AS r ON r.id = i.exchange_return_id
LEFT JOIN invoices_out AS o ON o.id = r.invoice_id
WHERE i.exchange_return_id IS NOT NULL AND (o.id IS NULL OR o.customer_id <> i.customer_id OR o.id = i.id)

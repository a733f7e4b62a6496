-- The discount of an invoice is shared over its lines without rest.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, COALESCE(SUM(i.discount_share), 0) AS expected, COALESCE(o.discount_amount, 0) AS found
FROM invoices_out AS o
LEFT JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_discount_is_its_shares' AND f.table_name = 'invoices_out' AND f.row_id = o.id
GROUP BY o.id, o.discount_amount
HAVING COALESCE(o.discount_amount, 0) - (COALESCE(SUM(i.discount_share), 0)) <> COALESCE(MAX(f.difference), 0)

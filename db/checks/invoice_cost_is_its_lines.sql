-- The cost of an invoice is the sum of the costs of its lines.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, COALESCE(SUM(i.total_cost), 0) AS expected, COALESCE(o.total_cost, 0) AS found
FROM invoices_out AS o
LEFT JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_cost_is_its_lines' AND f.table_name = 'invoices_out' AND f.row_id = o.id
GROUP BY o.id, o.total_cost
HAVING COALESCE(o.total_cost, 0) - (COALESCE(SUM(i.total_cost), 0)) <> COALESCE(MAX(f.difference), 0)

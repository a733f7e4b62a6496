-- Profit is what was sold, without taxes and rounding, less what it cost.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, COALESCE(o.total_after_discount, 0) - o.tax_total - o.rounding_amount - COALESCE(o.total_cost, 0) AS expected, COALESCE(o.profit_amount, 0) AS found
FROM invoices_out AS o
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_profit' AND f.table_name = 'invoices_out' AND f.row_id = o.id
WHERE COALESCE(o.profit_amount, 0) - (COALESCE(o.total_after_discount, 0) - o.tax_total - o.rounding_amount - COALESCE(o.total_cost, 0)) <> COALESCE(f.difference, 0)

-- The total before the discount is the sum of the rounded lines, with the taxes that come on top and the rounding to the smallest coin.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, COALESCE(SUM(i.total_price + i.added_tax), 0) + o.rounding_amount AS expected, COALESCE(o.total_before_discount, 0) AS found
FROM invoices_out AS o
LEFT JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_total_is_its_lines' AND f.table_name = 'invoices_out' AND f.row_id = o.id
GROUP BY o.id, o.total_before_discount, o.rounding_amount
HAVING COALESCE(o.total_before_discount, 0) - (COALESCE(SUM(i.total_price + i.added_tax), 0) + o.rounding_amount) <> COALESCE(MAX(f.difference), 0)

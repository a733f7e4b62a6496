-- The cost of a line is the sum of the costs of its takings, less what amendments gave back. What a return or a reversal gave back is another row.
-- Depth: newest
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, COALESCE(SUM(IF(a.qty > 0 OR a.adopted = 1 OR a.amendment_id IS NOT NULL, a.line_cost, 0)), 0) AS expected, COALESCE(i.total_cost, 0) AS found
FROM invoice_out_items AS i
LEFT JOIN sale_item_allocations AS a ON a.sale_item_id = i.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'line_cost_is_its_allocations' AND f.table_name = 'invoice_out_items' AND f.row_id = i.id
GROUP BY i.id, i.total_cost
HAVING COALESCE(i.total_cost, 0) - (COALESCE(SUM(IF(a.qty > 0 OR a.adopted = 1 OR a.amendment_id IS NOT NULL, a.line_cost, 0)), 0)) <> COALESCE(MAX(f.difference), 0)

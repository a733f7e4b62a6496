-- A line of a product that keeps stock took its whole quantity from batches, what amendments gave back taken off; a service took nothing. What a
-- return or a reversal gave back is another row.
-- Depth: newest
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, IF(p.keeps_stock, i.quantity, 0) AS expected, COALESCE(SUM(IF(a.qty > 0 OR a.adopted = 1 OR a.amendment_id IS NOT NULL, a.qty, 0)), 0) AS found
FROM invoice_out_items AS i
JOIN products AS p ON p.id = i.product_id
LEFT JOIN sale_item_allocations AS a ON a.sale_item_id = i.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'line_quantity_is_allocated' AND f.table_name = 'invoice_out_items' AND f.row_id = i.id
GROUP BY i.id, i.quantity, p.keeps_stock
HAVING COALESCE(SUM(IF(a.qty > 0 OR a.adopted = 1 OR a.amendment_id IS NOT NULL, a.qty, 0)), 0) - (IF(p.keeps_stock, i.quantity, 0)) <> COALESCE(MAX(f.difference), 0)

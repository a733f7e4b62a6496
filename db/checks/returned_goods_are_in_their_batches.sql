-- What came back of a line of a live invoice, and its cost, is what its batches got back. (What
-- amendments gave back was never sold.)
-- Depth: full
SELECT
    'invoice_out_items' AS table_name, i.id AS row_id, CONCAT_WS(' ', COALESCE(l.qty, 0.0000), COALESCE(l.cost, 0.0000)) AS expected,
    CONCAT_WS(' ', a.qty, a.cost) AS found
FROM invoice_out_items AS i
JOIN invoices_out AS o ON o.id = i.invoice_out_id AND o.delivered NOT IN ('canceled', 'reverted')
JOIN (
    SELECT sale_item_id, SUM(GREATEST(-qty, 0)) AS qty, SUM(IF(qty < 0, -line_cost, 0)) AS cost, SUM(qty > 0) AS takings
    FROM sale_item_allocations WHERE (adopted = 0 OR qty > 0) AND (qty > 0 OR amendment_id IS NULL) GROUP BY sale_item_id
) AS a ON a.sale_item_id = i.id
LEFT JOIN (SELECT sale_item_id, SUM(qty) AS qty, SUM(cost) AS cost FROM invoice_return_items GROUP BY sale_item_id) AS l ON l.sale_item_id = i.id
WHERE a.takings > 0 AND i.adopted = 0 AND (a.qty - COALESCE(l.qty, 0) <> 0 OR a.cost - COALESCE(l.cost, 0) <> 0)

-- What of an order's line is billed is what its live invoices billed of it.
-- Depth: newest
SELECT 'order_items' AS table_name, i.id AS row_id, COALESCE(SUM(IF(v.id IS NULL, 0, b.qty)), 0) AS expected, i.invoiced_qty AS found
FROM order_items AS i
LEFT JOIN order_invoice_items AS b ON b.order_item_id = i.id
LEFT JOIN invoices_out AS v FORCE INDEX (`PRIMARY`) ON v.id = b.invoice_id AND v.delivered NOT IN ('canceled', 'reverted')
GROUP BY i.id, i.invoiced_qty
HAVING COALESCE(SUM(IF(v.id IS NULL, 0, b.qty)), 0) <> i.invoiced_qty

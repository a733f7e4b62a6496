-- An invoice that bills an order has the order's customer, and lines of that order alone.
-- Depth: full
SELECT 'invoices_out' AS table_name, v.id AS row_id, v.order_id AS expected, i.order_id AS found
FROM order_invoice_items AS b
JOIN invoices_out AS v ON v.id = b.invoice_id
JOIN order_items AS i ON i.id = b.order_item_id
WHERE NOT v.order_id <=> i.order_id
UNION
SELECT 'invoices_out', v.id, v.customer_id, o.customer_id
FROM invoices_out AS v
LEFT JOIN orders AS o ON o.id = v.order_id
WHERE v.order_id IS NOT NULL AND (
    NOT o.customer_id <=> v.customer_id OR NOT EXISTS (SELECT 1 FROM order_invoice_items AS b WHERE b.invoice_id = v.id))

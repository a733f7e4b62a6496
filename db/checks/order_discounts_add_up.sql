-- The live invoices of an order take no more of the discounts in money that it agreed, and all of them once all of it is billed.
-- Depth: full
SELECT w.table_name, w.row_id, w.agreed AS expected, w.taken AS found
FROM (
    SELECT
        'order_items' AS table_name, i.id AS row_id, COALESCE(i.discount_amount, 0) AS agreed,
        SUM(IF((SELECT v.delivered FROM invoices_out AS v WHERE v.id = b.invoice_id) IN ('canceled', 'reverted'), 0, b.line_discount)) AS taken,
        i.qty = i.invoiced_qty AS is_billed
    FROM order_items AS i
    JOIN order_invoice_items AS b ON b.order_item_id = i.id
    GROUP BY i.id, i.discount_amount, i.qty, i.invoiced_qty
    UNION ALL
    SELECT
        'orders' AS table_name, o.id AS row_id, o.discount_amount AS agreed,
        SUM(IF((SELECT v.delivered FROM invoices_out AS v WHERE v.id = b.invoice_id) IN ('canceled', 'reverted'), 0, b.order_discount)) AS taken,
        NOT EXISTS (SELECT 1 FROM order_items AS x WHERE x.order_id = o.id AND x.invoiced_qty < x.qty) AS is_billed
    FROM orders AS o
    JOIN order_items AS i ON i.order_id = o.id
    JOIN order_invoice_items AS b ON b.order_item_id = i.id
    GROUP BY o.id, o.discount_amount
) AS w
WHERE w.taken > w.agreed OR (w.is_billed AND w.taken <> w.agreed)

-- A line that came back was one of the invoice, no more came back than was sold, and all of it is worth all of it.
-- Depth: newest
SELECT
    'invoice_out_items' AS table_name, i.id AS row_id, CONCAT_WS(' ', i.quantity, i.total_price - COALESCE(i.discount_share, 0) + i.added_tax) AS expected,
    CONCAT_WS(' ', SUM(l.qty), SUM(l.value)) AS found
FROM invoice_return_items AS l
JOIN invoice_returns AS r ON r.id = l.return_id
JOIN invoice_out_items AS i ON i.id = l.sale_item_id
GROUP BY i.id, i.quantity, i.total_price, i.discount_share, i.added_tax
HAVING
    SUM(r.invoice_id <> i.invoice_out_id) > 0 OR SUM(l.qty) > i.quantity
    OR (SUM(l.qty) = i.quantity AND SUM(l.value) <> i.total_price - COALESCE(i.discount_share, 0) + i.added_tax)

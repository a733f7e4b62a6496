-- What had come back of a line when it was last amended is no more than what came back by now, in quantity and in value, and fits in the line.
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, CONCAT_WS(' ', COALESCE(SUM(l.qty), 0.0000), COALESCE(SUM(l.value), 0.0000)) AS expected,
    CONCAT_WS(' ', i.settled_qty, i.settled_value) AS found
FROM invoice_out_items AS i
LEFT JOIN invoice_return_items AS l ON l.sale_item_id = i.id
WHERE i.settled_qty <> 0 OR i.settled_value <> 0 OR i.settled_share <> 0
GROUP BY i.id, i.settled_qty, i.settled_value, i.settled_share, i.total_price, i.discount_share
HAVING
    i.settled_qty > COALESCE(SUM(l.qty), 0) OR i.settled_value > COALESCE(SUM(l.value), 0) OR i.settled_share > i.discount_share
    OR i.settled_value > i.total_price - i.discount_share

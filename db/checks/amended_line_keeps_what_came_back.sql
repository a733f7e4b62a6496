-- What had come back of a line when it was last amended is no more than what came back by now, in quantity, in value and
-- in each tax, and fits in the line.
-- Depth: full
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, CONCAT_WS(' ', COALESCE(SUM(l.qty), 0.0000), COALESCE(SUM(l.value), 0.0000)) AS expected,
    CONCAT_WS(' ', i.settled_qty, i.settled_value) AS found
FROM invoice_out_items AS i
LEFT JOIN invoice_return_items AS l ON l.sale_item_id = i.id
LEFT JOIN (
    SELECT t.sale_item_id, COUNT(*) AS taxes
    FROM invoice_item_taxes AS t
    LEFT JOIN (
        SELECT r.sale_item_id, b.tax_no, SUM(b.amount) AS amount
        FROM invoice_return_items AS r JOIN invoice_return_taxes AS b ON b.return_item_id = r.id
        GROUP BY r.sale_item_id, b.tax_no
    ) AS b ON b.sale_item_id = t.sale_item_id AND b.tax_no = t.tax_no
    WHERE t.settled > COALESCE(b.amount, 0) OR t.settled > t.amount
    GROUP BY t.sale_item_id
) AS x ON x.sale_item_id = i.id
WHERE i.settled_qty <> 0 OR i.settled_value <> 0 OR i.settled_share <> 0 OR x.taxes > 0
GROUP BY i.id, i.settled_qty, i.settled_value, i.settled_share, i.total_price, i.discount_share, i.added_tax, x.taxes
HAVING
    i.settled_qty > COALESCE(SUM(l.qty), 0) OR i.settled_value > COALESCE(SUM(l.value), 0) OR i.settled_share > i.discount_share
    OR i.settled_value > i.total_price - i.discount_share + i.added_tax OR x.taxes > 0

-- What of a line's taxes came back is what the returned line says, tax by tax one that it was sold with and no more of it, and all of it once
-- all of the line came back; it had come on top of the price, or was in it, as when it was sold.
-- Depth: full
SELECT
    'invoice_out_items' AS table_name, i.id AS row_id, CONCAT_WS(' ', i.tax_amount, i.added_tax) AS expected,
    CONCAT_WS(' ', l.back_tax, l.back_added_tax) AS found
FROM invoice_out_items AS i
JOIN (
    SELECT
        r.sale_item_id, SUM(r.qty) AS back_qty, SUM(r.tax_amount) AS back_tax, SUM(r.added_tax) AS back_added_tax,
        SUM(r.tax_amount - COALESCE(b.amount, 0) <> 0) AS wrong
    FROM invoice_return_items AS r
    LEFT JOIN (SELECT return_item_id, SUM(amount) AS amount FROM invoice_return_taxes GROUP BY return_item_id) AS b ON b.return_item_id = r.id
    GROUP BY r.sale_item_id
) AS l ON l.sale_item_id = i.id
LEFT JOIN (
    SELECT r.sale_item_id, b.tax_no, SUM(b.amount) AS amount
    FROM invoice_return_items AS r JOIN invoice_return_taxes AS b ON b.return_item_id = r.id
    GROUP BY r.sale_item_id, b.tax_no
) AS x ON x.sale_item_id = i.id
LEFT JOIN invoice_item_taxes AS t ON t.sale_item_id = i.id AND t.tax_no = x.tax_no
GROUP BY i.id, i.quantity, i.tax_amount, i.added_tax, i.price_includes_tax, l.back_qty, l.back_tax, l.back_added_tax, l.wrong
HAVING
    l.wrong > 0 OR l.back_added_tax <> IF(i.price_includes_tax, 0, l.back_tax)
    OR SUM(x.tax_no IS NOT NULL AND (t.tax_no IS NULL OR x.amount > t.amount OR (l.back_qty = i.quantity AND x.amount <> t.amount))) > 0
    OR (l.back_qty = i.quantity AND l.back_tax <> i.tax_amount)

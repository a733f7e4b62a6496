-- What went back of a tax of a supplier's bill is the part of the pieces that went back.
-- Depth: full
SELECT
    'batches' AS table_name, b.id AS row_id, _ratio(t.amount, i.qty, b.original_qty, m.minor_units) AS expected, COALESCE(x.amount, 0) AS found
FROM batch_taxes AS t
JOIN batches AS b ON b.id = t.batch_id
JOIN products AS p ON p.id = b.product_id
JOIN companies AS c ON c.id = p.company_id
JOIN currencies AS m ON m.code = c.currency
JOIN (SELECT batch_id, SUM(qty) AS qty FROM purchase_return_items GROUP BY batch_id) AS i ON i.batch_id = b.id
LEFT JOIN (
    SELECT r.batch_id, y.tax_no, SUM(y.amount) AS amount
    FROM purchase_return_taxes AS y JOIN purchase_return_items AS r ON r.id = y.return_item_id GROUP BY r.batch_id, y.tax_no
) AS x ON x.batch_id = t.batch_id AND x.tax_no = t.tax_no
WHERE COALESCE(x.amount, 0) <> _ratio(t.amount, i.qty, b.original_qty, m.minor_units)

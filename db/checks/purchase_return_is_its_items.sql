-- What went back to a supplier comes to the cost of its items, which are batches of its purchase, and to their taxes.
-- Depth: newest
SELECT
    'purchase_returns' AS table_name, r.id AS row_id, CONCAT_WS(
        ' ', SUM(i.cost) + r.tax_amount,
        SUM(COALESCE((SELECT SUM(t.amount) FROM purchase_return_taxes AS t WHERE t.return_item_id = i.id), 0.0000)), 0) AS expected,
    CONCAT_WS(' ', r.value, r.tax_amount, SUM(NOT b.purchase_id <=> r.purchase_id)) AS found
FROM purchase_returns AS r
LEFT JOIN purchase_return_items AS i ON i.purchase_return_id = r.id
LEFT JOIN batches AS b ON b.id = i.batch_id
GROUP BY r.id, r.value, r.tax_amount
HAVING
    NOT SUM(i.cost) + r.tax_amount <=> r.value OR NOT SUM(NOT b.purchase_id <=> r.purchase_id) <=> 0
    OR SUM(COALESCE((SELECT SUM(t.amount) FROM purchase_return_taxes AS t WHERE t.return_item_id = i.id), 0)) <> r.tax_amount

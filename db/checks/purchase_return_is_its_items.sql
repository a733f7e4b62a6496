-- What went back to a supplier comes to the cost of its items, which are batches of its purchase.
-- Depth: newest
SELECT
    'purchase_returns' AS table_name, r.id AS row_id, CONCAT_WS(' ', SUM(i.cost), 0) AS expected,
    CONCAT_WS(' ', r.value, SUM(NOT b.purchase_id <=> r.purchase_id)) AS found
FROM purchase_returns AS r
LEFT JOIN purchase_return_items AS i ON i.purchase_return_id = r.id
LEFT JOIN batches AS b ON b.id = i.batch_id
GROUP BY r.id, r.value
HAVING NOT SUM(i.cost) <=> r.value OR NOT SUM(NOT b.purchase_id <=> r.purchase_id) <=> 0

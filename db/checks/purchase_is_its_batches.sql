-- A purchase comes to the value of the batches that it brought, which are all of its company's products.
-- Depth: newest
SELECT
    'purchases' AS table_name, p.id AS row_id, CONCAT_WS(' ', SUM(b.original_value), 0) AS expected,
    CONCAT_WS(' ', p.total, SUM(r.company_id <> p.company_id)) AS found
FROM purchases AS p
LEFT JOIN batches AS b ON b.purchase_id = p.id
LEFT JOIN products AS r ON r.id = b.product_id
GROUP BY p.id, p.total
HAVING NOT SUM(b.original_value) <=> p.total OR NOT SUM(r.company_id <> p.company_id) <=> 0

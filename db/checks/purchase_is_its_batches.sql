-- A purchase comes to the value of the batches that it brought, which are all of its company's products, and the taxes of its lines; an opening balance brought
-- none.
-- Depth: newest
SELECT
    'purchases' AS table_name, p.id AS row_id, IF(
        p.opening_date IS NULL,
        CONCAT_WS(
            ' ', SUM(b.original_value) + p.tax_total,
            SUM(COALESCE((SELECT SUM(t.amount) FROM batch_taxes AS t WHERE t.batch_id = b.id), 0.0000)), 0),
        p.total) AS expected,
    CONCAT_WS(' ', p.total, p.tax_total, SUM(r.company_id <> p.company_id)) AS found
FROM purchases AS p
LEFT JOIN batches AS b ON b.purchase_id = p.id
LEFT JOIN products AS r ON r.id = b.product_id
GROUP BY p.id, p.total, p.tax_total, p.opening_date
HAVING IF(
    p.opening_date IS NULL,
    NOT SUM(b.original_value) + p.tax_total <=> p.total OR NOT SUM(r.company_id <> p.company_id) <=> 0
    OR SUM(COALESCE((SELECT SUM(t.amount) FROM batch_taxes AS t WHERE t.batch_id = b.id), 0)) <> p.tax_total,
    COUNT(b.id) > 0)

-- Stock on hand of every product that keeps stock, and what it cost. The sums stand as subqueries so that asking for one product reads
-- that product's batches only.
CREATE VIEW report_stock AS
SELECT
    p.id AS product_id, p.company_id, p.product_code, p.name AS product_name, p.unit_of_measure, p.active, p.reorder_level,
    p.selling_price, p.retail_price, co.currency,
    COALESCE((SELECT SUM(b.remaining) FROM batches AS b WHERE b.product_id = p.id AND b.status = 'active'), 0) AS quantity,
    COALESCE((SELECT SUM(b.stock_value) FROM batches AS b WHERE b.product_id = p.id AND b.status = 'active'), 0) AS stock_value
FROM products AS p
INNER JOIN companies AS co ON co.id = p.company_id
WHERE p.keeps_stock = 1

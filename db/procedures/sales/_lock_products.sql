-- Lock the products of a sale, in ascending order, for a product is the mutex of its FIFO queue, and say on the way whether its lines are plain: each a
-- quantity times a price, of a product that may be sold and has no tax of its own. Any other is priced, or refused, by _price_sale.
-- Parameters: p_lines of _read_invoice_lines; p_company_id and the decimals of its currency.
-- Returns: p_apart how many lines there are, where no product stands on two of them and one at least keeps stock; else 0. p_plain_total what the lines come
-- to in currency units, each rounded, where all are plain; else NULL. Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products(
    IN p_lines JSON, IN p_company_id INT, IN p_minor_units TINYINT, OUT p_apart INT, OUT p_plain_total DECIMAL(30,4)
)
MODIFIES SQL DATA
BEGIN
    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT
        IF(SUM(p.keeps_stock) > 0 AND COUNT(*) = COUNT(DISTINCT p.id), COUNT(*), 0),
        IF(
            SUM(
                NOT w.has_pricing AND p.company_id = p_company_id AND p.active
                AND (SELECT COUNT(*) FROM product_taxes AS x FORCE INDEX (PRIMARY) WHERE x.product_id = p.id) = 0
                AND w.qty * COALESCE(NULLIF(w.selling_price, 0), IF(w.price_type = 'retail', p.retail_price, p.selling_price)) < 1000000000000
            ) = COUNT(*),
            SUM(ROUND(w.qty * COALESCE(NULLIF(w.selling_price, 0), IF(w.price_type = 'retail', p.retail_price, p.selling_price)), p_minor_units)), NULL)
    INTO p_apart, p_plain_total
    FROM (
        SELECT j.product_id, j.qty, j.selling_price, j.price_type, j.has_pricing
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            product_id BIGINT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            has_pricing INT EXISTS PATH '$.pricing'
        )) AS j
        ORDER BY j.product_id LIMIT 1001
    ) AS w
    LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;
END

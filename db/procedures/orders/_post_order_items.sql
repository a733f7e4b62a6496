-- The lines of an order as they were priced, each in the unit as ordered. What a line says of taxes is agreed with its price: where it is one of those
-- that are priced one by one, whether the price includes them is kept too.
-- Parameters: p_order_id just made, or with no lines any more; p_priced of _price_sale.
CREATE PROCEDURE _post_order_items(IN p_order_id INT, IN p_priced JSON)
MODIFIES SQL DATA
BEGIN
    INSERT INTO order_items (
        order_id, line_no, row_id, product_id, qty, unit, unit_factor, price_type, selling_price, discount_percent, discount_amount, tax_rate,
        price_includes_tax, total_price)
    SELECT
        p_order_id, w.line_no, w.row_id, w.product_id, w.qty, w.unit, w.unit_factor, w.price_type, w.price, w.discount_percent,
        IF(w.discount_percent IS NULL, NULLIF(w.line_discount, 0), NULL), w.tax_rate, w.price_includes_tax,
        COALESCE(w.total, ROUND(w.qty * w.price, w.minor_units))
    FROM (
        SELECT
            j.line_no, j.row_id, j.product_id, COALESCE(d.unit_qty, j.qty) AS qty, d.unit, d.unit_factor, COALESCE(j.price_type, 'wholesale') AS price_type,
            COALESCE(
                d.unit_price, d.price, NULLIF(j.selling_price, 0), IF(j.price_type = 'retail', p.retail_price, p.selling_price)) AS price,
            d.discount_percent, d.line_discount, d.tax_rate, d.price_includes_tax, d.total, m.minor_units
        FROM JSON_TABLE(p_priced, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id INT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
            priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
        )) AS j
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = p.company_id
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        STRAIGHT_JOIN JSON_TABLE(COALESCE(j.priced, '{}'), '$' COLUMNS (
            unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.unit',
            unit_factor DECIMAL(19,6) PATH '$.unit_factor',
            unit_qty DECIMAL(19,4) PATH '$.unit_qty',
            unit_price DECIMAL(19,6) PATH '$.unit_price',
            price DECIMAL(19,6) PATH '$.price',
            discount_percent DECIMAL(7,4) PATH '$.discount_percent',
            line_discount DECIMAL(19,4) PATH '$.line_discount',
            tax_rate DECIMAL(7,4) PATH '$.tax_rate',
            price_includes_tax TINYINT PATH '$.price_includes_tax',
            total DECIMAL(19,4) PATH '$.total'
        )) AS d
        ORDER BY j.line_no LIMIT 1001
    ) AS w;
    IF ROW_COUNT() <> JSON_LENGTH(p_priced) THEN
        CALL _raise_interrupted();
    END IF;
END

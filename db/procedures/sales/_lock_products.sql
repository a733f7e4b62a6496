-- Lock the products of a sale, in ascending order, for a product is the mutex of its FIFO queue; and add up what the lines come to:
-- each round(quantity x price), priced as _post_invoice_lines posts it: the given price, or the product's for its price type.
-- Parameters: p_lines of _read_invoice_lines; p_company_id whose products they must be; p_minor_units of its currency.
-- Returns: p_total in currency units. Errors: UNKNOWN_PRODUCT, INVALID_PRICE where an amount comes to 10^12 or more.
-- Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products(IN p_lines JSON, IN p_company_id INT, IN p_minor_units TINYINT, OUT p_total DECIMAL(19,4))
MODIFIES SQL DATA
BEGIN
    DECLARE v_usable_count, v_line_no INT;
    DECLARE v_product_id BIGINT;
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_total DECIMAL(30,4);
    DECLARE v_line_total DECIMAL(38,10);

    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT
        COALESCE(SUM(p.company_id = p_company_id AND p.active), 0),
        SUM(ROUND(w.qty * COALESCE(NULLIF(w.selling_price, 0), IF(w.price_type = 'retail', p.retail_price, p.selling_price)), p_minor_units))
    INTO v_usable_count, v_total
    FROM (
        SELECT j.product_id, j.qty, j.selling_price, j.price_type
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            product_id BIGINT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type'
        )) AS j
        ORDER BY j.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;

    IF v_usable_count < JSON_LENGTH(p_lines) THEN
        SELECT j.product_id, p.name INTO v_product_id, v_name
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (line_no FOR ORDINALITY, product_id BIGINT PATH '$.product_id')) AS j
        LEFT JOIN products AS p ON p.id = j.product_id AND p.company_id = p_company_id
        WHERE p.id IS NULL OR NOT p.active
        ORDER BY j.line_no LIMIT 1;
        CALL _raise(IF(v_name IS NULL, 'UNKNOWN_PRODUCT', 'UNKNOWN_PRODUCT.inactive'), v_product_id, v_name, NULL, NULL);
    END IF;
    IF v_total >= 1000000000000 THEN
        SELECT MAX(j.line_no), MAX(j.qty * j.selling_price) INTO v_line_no, v_line_total
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY, qty DECIMAL(19,4) PATH '$.qty', selling_price DECIMAL(19,6) PATH '$.selling_price')) AS j
        WHERE j.qty * j.selling_price >= 1000000000000;
        IF v_line_no IS NOT NULL THEN
            CALL _raise('INVALID_PRICE.total', v_line_no, v_line_total, NULL, NULL);
        END IF;
        CALL _raise('INVALID_PRICE.document', v_total, NULL, NULL, NULL);
    END IF;
    SET p_total = v_total;
END

-- Lock the products whose stock is received or adjusted, in ascending order, as a sale does. They are of one company and keep stock.
-- Parameters: p_lines of _read_adjustment_items or _read_purchase_items; p_company_id whose products they must be, NULL: that of the first, which it becomes.
-- Errors: UNKNOWN_PRODUCT, VALIDATION.
-- Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_stocked_products(IN p_lines JSON, INOUT p_company_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_fitting_count INT;
    DECLARE v_wrong_id BIGINT;
    DECLARE v_keeps_stock TINYINT;
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF p_company_id IS NULL THEN
        -- a product never changes its company, so this needs no lock
        SELECT MAX(p.company_id) INTO p_company_id
        FROM products AS p WHERE p.id = CAST(JSON_EXTRACT(p_lines, '$[0].product_id') AS UNSIGNED);
    END IF;

    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COALESCE(SUM(p.company_id = p_company_id AND p.keeps_stock), 0) INTO v_fitting_count
    FROM (
        SELECT j.product_id FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j ORDER BY j.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;

    IF v_fitting_count < JSON_LENGTH(p_lines) THEN
        SELECT j.product_id, p.keeps_stock, p.name INTO v_wrong_id, v_keeps_stock, v_name
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (line_no FOR ORDINALITY, product_id BIGINT PATH '$.product_id')) AS j
        LEFT JOIN products AS p ON p.id = j.product_id AND p.company_id = p_company_id
        WHERE p.id IS NULL OR NOT p.keeps_stock
        ORDER BY j.line_no LIMIT 1;
        IF v_keeps_stock IS NULL THEN
            CALL _raise('UNKNOWN_PRODUCT', v_wrong_id, NULL, NULL, NULL);
        END IF;
        CALL _raise('VALIDATION.no_stock', v_wrong_id, v_name, NULL, NULL);
    END IF;
END

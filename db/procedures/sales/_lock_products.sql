-- Lock the products of a sale, each once, in ascending order: a product is the mutex of its FIFO queue.
-- Parameters: p_lines of _read_invoice_lines; p_company_id whose products they must be.
-- Errors: UNKNOWN_PRODUCT. Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products(IN p_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, IN p_company_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_asked, v_usable INT;
    DECLARE v_product_id BIGINT;
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COUNT(*), COALESCE(SUM(p.company_id = p_company_id AND p.active), 0) INTO v_asked, v_usable
    FROM (
        SELECT DISTINCT j.product_id
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j
        ORDER BY j.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;

    IF v_usable < (SELECT COUNT(DISTINCT j.product_id) FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j) THEN
        SELECT j.product_id, p.name INTO v_product_id, v_name
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (line_no INT PATH '$.line_no', product_id BIGINT PATH '$.product_id')) AS j
        LEFT JOIN products AS p ON p.id = j.product_id AND p.company_id = p_company_id
        WHERE p.id IS NULL OR NOT p.active
        ORDER BY j.line_no LIMIT 1;
        CALL _raise(IF(v_name IS NULL, 'UNKNOWN_PRODUCT', 'UNKNOWN_PRODUCT.inactive'), v_product_id, v_name, NULL, NULL);
    END IF;
END

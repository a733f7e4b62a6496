-- Lock the products of a sale, in ascending order, for a product is the mutex of its FIFO queue.
-- Parameters: p_lines of _read_invoice_lines; p_company_id whose products they must be.
-- Errors: UNKNOWN_PRODUCT. Locks: products, by primary key, ascending.
CREATE PROCEDURE _lock_products(IN p_lines JSON, IN p_company_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_usable_count INT;

    -- the derived table is materialized in its order, which so becomes the order of the locks; LIMIT keeps it from being merged
    SELECT COALESCE(SUM(p.company_id = p_company_id AND p.active), 0) INTO v_usable_count
    FROM (
        SELECT j.product_id FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (product_id BIGINT PATH '$.product_id')) AS j
        ORDER BY j.product_id LIMIT 1001
    ) AS w
    STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = w.product_id
    FOR UPDATE;
    IF v_usable_count < JSON_LENGTH(p_lines) THEN
        CALL _raise_unknown_product(p_lines, p_company_id);
    END IF;
END

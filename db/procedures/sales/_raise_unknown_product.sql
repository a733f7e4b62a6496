-- Name the first product of some lines that cannot be sold: no product of the company, or one that is sold no more.
-- Parameters: p_lines of _read_invoice_lines; p_company_id. Errors: UNKNOWN_PRODUCT.
CREATE PROCEDURE _raise_unknown_product(IN p_lines JSON, IN p_company_id INT)
READS SQL DATA
BEGIN
    DECLARE v_product_id BIGINT;
    DECLARE v_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT j.product_id, p.name INTO v_product_id, v_name
    FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (line_no FOR ORDINALITY, product_id BIGINT PATH '$.product_id')) AS j
    LEFT JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id AND p.company_id = p_company_id
    WHERE p.id IS NULL OR NOT p.active
    ORDER BY j.line_no LIMIT 1;
    CALL _raise(IF(v_name IS NULL, 'UNKNOWN_PRODUCT', 'UNKNOWN_PRODUCT.inactive'), v_product_id, v_name, NULL, NULL);
END

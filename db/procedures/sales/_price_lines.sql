-- The lines of a sale that are not all plain, priced one by one (_price_line).
-- Parameters: as in _price_sale; p_prices_include_tax of lines that do not say.
-- Returns: p_priced a JSON array with an object a line, as in p_lines, but that qty is in stock's unit and that priced, a text, holds what _price_line and
-- _price_taxes say of it; p_as_given that the lines come to, in currency units; p_is_taxed 1 where a line may have taxes.
-- Errors: UNKNOWN_PRODUCT, VALIDATION, INVALID_QUANTITY, AMOUNT_PRECISION, INVALID_PRICE.
CREATE PROCEDURE _price_lines(
    IN p_lines JSON,
    IN p_lines_before INT,
    IN p_company_id INT,
    IN p_minor_units TINYINT,
    IN p_prices_include_tax TINYINT,
    OUT p_priced JSON,
    OUT p_as_given DECIMAL(30,4),
    OUT p_is_taxed TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_qty, v_line_total DECIMAL(19,4);
    DECLARE v_price DECIMAL(19,6);
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_line_priced, v_priced LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT j.line_no, j.product_id, j.qty, NULLIF(j.selling_price, 0), COALESCE(j.price_type, 'wholesale'), j.row_id, j.pricing
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id BIGINT PATH '$.product_id',
            qty DECIMAL(19,4) PATH '$.qty',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id',
            pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing'
        )) AS j
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET p_as_given = 0, p_is_taxed = 0;
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_product_id, v_qty, v_price, v_price_type, v_row_id, v_pricing;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        CALL _price_line(
            p_lines_before + v_line_no, v_product_id, v_price_type, COALESCE(v_pricing, '{}'), p_company_id, p_minor_units, p_prices_include_tax, v_price, v_qty,
            v_line_total, p_is_taxed, v_line_priced);
        SET p_as_given = p_as_given + v_line_total;
        SET v_priced = CONCAT(
            v_priced, ',{"product_id":', v_product_id, ',"qty":"', v_qty, '","price_type":"', v_price_type, '","row_id":', COALESCE(JSON_QUOTE(v_row_id), 'null'),
            ',"priced":', JSON_QUOTE(v_line_priced), '}');
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_priced = CONCAT('[', SUBSTRING(v_priced, 2), ']');
END

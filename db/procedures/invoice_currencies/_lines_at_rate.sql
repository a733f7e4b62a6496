-- The lines of a sale in another currency as lines in the company's: prices and discounts in money at the rate; what is not said stays unsaid.
-- Parameters: p_lines of _read_invoice_lines, in the other currency; p_rate of the company's currency for one of it; p_minor_units of the company.
-- Returns: p_lines_at_rate in the same form. Errors: INVALID_PRICE where a price comes to 10^12 or more.
CREATE PROCEDURE _lines_at_rate(IN p_lines JSON, IN p_rate DECIMAL(20,10), IN p_minor_units TINYINT, OUT p_lines_at_rate JSON)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_line, v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_price DECIMAL(50,6);
    DECLARE v_discount DECIMAL(50,4);
    DECLARE v_pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no, j.line, ROUND(NULLIF(j.selling_price, 0) * p_rate, 6), j.pricing,
            ROUND(CAST(JSON_UNQUOTE(JSON_EXTRACT(j.pricing, '$.discount_amount')) AS DECIMAL(19,4)) * p_rate, p_minor_units)
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            line JSON PATH '$',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing'
        )) AS j
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_line, v_price, v_pricing, v_discount;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF v_price >= 1000000000000 THEN
            CALL _raise('INVALID_PRICE.total', v_line_no, v_price, NULL, NULL);
        END IF;
        IF v_discount IS NOT NULL THEN
            -- more than the line comes to counts as that
            SET v_pricing = JSON_SET(v_pricing, '$.discount_amount', CAST(LEAST(v_discount, 999999999999) AS CHAR));
        END IF;
        -- a price of 0 would be the product's
        IF v_price = 0 THEN
            SET v_pricing = JSON_SET(COALESCE(v_pricing, '{}'), '$.agreed_price', '0');
        END IF;
        SET v_lines = CONCAT(
            v_lines, ',', JSON_SET(v_line, '$.selling_price', CAST(v_price AS CHAR), '$.pricing', v_pricing));
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_lines_at_rate = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

-- The lines of a sale in another currency, those without a price with the list price at the rate.
-- Parameters: p_lines of _read_invoice_lines, in the other currency; p_priced of _price_sale, the same lines in the company's; p_rate of the company's
-- currency for one of the other. Returns: p_lines_with_prices in the form of p_lines. Errors: INVALID_PRICE where a price comes to 10^12 or more.
CREATE PROCEDURE _lines_with_list_prices(IN p_lines JSON, IN p_priced JSON, IN p_rate DECIMAL(20,10), OUT p_lines_with_prices JSON)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_line, v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_price, v_list_price DECIMAL(30,6);
    DECLARE v_pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no, j.line, j.pricing, NULLIF(j.selling_price, 0),
            COALESCE(CAST(JSON_UNQUOTE(JSON_EXTRACT(d.priced, '$.list_price')) AS DECIMAL(19,6)), IF(j.price_type = 'retail', p.retail_price, p.selling_price))
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            line JSON PATH '$',
            product_id INT PATH '$.product_id',
            selling_price DECIMAL(19,6) PATH '$.selling_price',
            price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type',
            pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing'
        )) AS j
        STRAIGHT_JOIN JSON_TABLE(p_priced, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            priced VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.priced'
        )) AS d ON d.line_no = j.line_no
        STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = j.product_id
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_line, v_pricing, v_price, v_list_price;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF v_price IS NULL THEN
            IF v_list_price >= p_rate * 1000000000000 THEN
                CALL _raise('INVALID_PRICE.total', v_line_no, v_list_price, NULL, NULL);
            END IF;
            -- DIV is exact, where / would keep as many decimals as the session says: half up, to six
            SET v_price = (2000000 * v_list_price + p_rate) DIV (2 * p_rate) * 0.000001;
        END IF;
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
    SET p_lines_with_prices = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

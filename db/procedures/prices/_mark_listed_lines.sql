-- Mark the lines of a sale whose product is on the customer's price list: _price_line then finds their price there.
-- Parameters: p_price_list_id of _lock_buyer. Returns: p_lines of _read_invoice_lines, with "price_list" in the pricing of those.
CREATE PROCEDURE _mark_listed_lines(IN p_price_list_id INT, INOUT p_lines JSON)
READS SQL DATA
BEGIN
    DECLARE v_done, v_is_listed TINYINT DEFAULT 0;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_line JSON;
    DECLARE v_pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no, j.line, j.pricing,
            EXISTS(
                SELECT 1 FROM price_list_prices AS r FORCE INDEX (PRIMARY) WHERE r.price_list_id = p_price_list_id AND r.product_id = j.product_id)
        FROM JSON_TABLE(p_lines, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id BIGINT PATH '$.product_id',
            pricing VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.pricing',
            line JSON PATH '$'
        )) AS j
        ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_line, v_pricing, v_is_listed;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF v_is_listed THEN
            SET v_line = JSON_SET(
                v_line, '$.pricing', CONCAT('{"price_list":', p_price_list_id, IF(v_pricing IS NULL, '}', CONCAT(',', SUBSTRING(v_pricing, 2)))));
        END IF;
        SET v_lines = CONCAT(v_lines, ',', v_line);
    END LOOP;
    CLOSE c_lines;
    -- where a KILL cut the cursor short
    IF v_line_no < JSON_LENGTH(p_lines) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

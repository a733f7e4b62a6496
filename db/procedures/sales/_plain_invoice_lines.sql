-- Write the lines of a request anew in their plain form, checking each member: text that holds a number, other names of a member,
-- float noise, null and "" for absent.
-- Parameters: p_items a JSON array, p_count of its elements; p_lines_before, how many lines of the request stand before them.
-- Returns: p_lines as _read_invoice_lines gives them.
-- Errors: VALIDATION, INVALID_QUANTITY, INVALID_PRICE, INVALID_DISCOUNT, AMOUNT_PRECISION.
CREATE PROCEDURE _plain_invoice_lines(IN p_items JSON, IN p_count INT, IN p_lines_before INT, OUT p_lines JSON)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT;
    DECLARE v_written INT DEFAULT 0;
    DECLARE v_line, v_lines, v_product, v_qty_text, v_price_text, v_price_type, v_row_id, v_pricing LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_product_number DECIMAL(38,20);
    DECLARE v_qty DECIMAL(19,4);
    DECLARE v_price DECIMAL(19,6);
    DECLARE c_lines CURSOR FOR
        SELECT p_lines_before + j.line_no, j.line FROM JSON_TABLE(p_items, '$[*]' COLUMNS (line_no FOR ORDINALITY, line JSON PATH '$')) AS j;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    SET v_lines = '';
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_line;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF LEFT(v_line, 1) <> '{' THEN
            CALL _raise('VALIDATION.items', v_line, NULL, NULL, NULL);
        END IF;

        SET v_product = _scalar(JSON_EXTRACT(v_line, '$.product_id'));
        SET v_product_number = _number(v_product);
        IF v_product_number IS NULL OR v_product_number <= 0 OR v_product_number <> ROUND(v_product_number) THEN
            CALL _raise('VALIDATION.line_product', v_line_no, v_product, NULL, NULL);
        END IF;

        SET v_qty_text = COALESCE(_scalar(JSON_EXTRACT(v_line, '$.qty')), _scalar(JSON_EXTRACT(v_line, '$.quantity')));
        SET v_qty = _rounded(_number(v_qty_text), 4);
        IF v_qty IS NULL OR v_qty <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_qty_text, NULL, NULL);
        END IF;

        SET v_price_text = COALESCE(_scalar(JSON_EXTRACT(v_line, '$.selling_price')), _scalar(JSON_EXTRACT(v_line, '$.price')));
        SET v_price = _rounded(_number(v_price_text), 6);
        IF v_price_text IS NOT NULL AND v_price IS NULL THEN
            CALL _raise('INVALID_PRICE', v_line_no, v_price_text, NULL, NULL);
        END IF;

        SET v_price_type = LOWER(COALESCE(_scalar(JSON_EXTRACT(v_line, '$.price_type')), 'wholesale'));
        IF v_price_type COLLATE utf8mb4_bin NOT IN ('retail', 'wholesale') THEN
            CALL _raise('VALIDATION', CONCAT('items[', v_line_no, '].price_type'), v_price_type, NULL, NULL);
        END IF;

        -- a string is echoed as it came, so it is not trimmed
        SET v_row_id = JSON_EXTRACT(v_line, '$.row_id');
        IF LEFT(v_row_id, 1) = '"' THEN
            SET v_row_id = JSON_UNQUOTE(v_row_id);
            SET v_row_id = IF(CHAR_LENGTH(v_row_id) = 0, NULL, v_row_id);
            IF CHAR_LENGTH(v_row_id) > 255 THEN
                CALL _raise('VALIDATION.too_long', CONCAT('items[', v_line_no, '].row_id'), 255, v_row_id, NULL);
            END IF;
        ELSE
            SET v_row_id = _read_text(CONCAT('items[', v_line_no, '].row_id'), v_row_id, 255);
        END IF;

        CALL _read_line_pricing(v_line_no, v_line, v_pricing);
        SET v_lines = CONCAT(
            v_lines, ',{"product_id":', CAST(v_product_number AS SIGNED), ',"qty":"', v_qty,
            '","selling_price":', IF(v_price > 0, CONCAT('"', v_price, '"'), 'null'), ',"price_type":"', v_price_type,
            '","row_id":', _json_text(v_row_id), ',"pricing":', _json_text(v_pricing), '}');
        SET v_written = v_written + 1;
    END LOOP;
    CLOSE c_lines;
    IF v_written <> p_count THEN
        CALL _raise_interrupted();
    END IF;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

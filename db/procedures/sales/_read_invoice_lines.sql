-- The lines of a request, checked and in one form, without a look at any table.
-- Parameters: p_items raw JSON of the member items (an array, or a string that holds one).
-- Returns: p_lines a JSON array [{"line_no", "product_id", "qty", "price", "price_type", "row_id"}] in the request's order; qty and
-- price as text, which keeps them exact on both engines; price null where the product's own is to be taken.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, INVALID_PRICE.
CREATE PROCEDURE _read_invoice_lines(IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT p_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(p_items);
    DECLARE v_done, v_is_plain TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_line_no INT;
    DECLARE v_line, v_product, v_qty_text, v_price_text, v_price_type, v_row_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_product_number DECIMAL(38,20);
    DECLARE v_qty DECIMAL(19,4);
    DECLARE v_price DECIMAL(19,6);
    -- Short text columns keep the cursor in memory, where a JSON column would take it to disk on MariaDB. They lose what is no
    -- scalar or is too long; is_plain tells that nothing was lost and no blank hides another member, else the line is read once more, member by member.
    DECLARE c_lines CURSOR FOR
        SELECT
            j.line_no, j.product_id, COALESCE(j.qty, j.quantity), COALESCE(j.selling_price, j.price), j.price_type, j.row_id,
            (j.product_id IS NOT NULL) + (j.qty IS NOT NULL) + (j.quantity IS NOT NULL) + (j.selling_price IS NOT NULL)
            + (j.price IS NOT NULL) + (j.price_type IS NOT NULL) + (j.row_id IS NOT NULL)
            = j.has_product_id + j.has_qty + j.has_quantity + j.has_selling_price + j.has_price + j.has_price_type + j.has_row_id
            AND j.has_product_id AND CHAR_LENGTH(j.product_id) < 64
            AND COALESCE(CHAR_LENGTH(TRIM(j.qty)), 1) > 0 AND COALESCE(CHAR_LENGTH(TRIM(j.selling_price)), 1) > 0
            AND COALESCE(CHAR_LENGTH(COALESCE(j.qty, j.quantity)), 0) < 64
            AND COALESCE(CHAR_LENGTH(COALESCE(j.selling_price, j.price)), 0) < 64 AND COALESCE(CHAR_LENGTH(j.price_type), 0) < 64
        FROM JSON_TABLE(v_items, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            product_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.product_id', has_product_id INT EXISTS PATH '$.product_id',
            qty VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.qty', has_qty INT EXISTS PATH '$.qty',
            quantity VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.quantity', has_quantity INT EXISTS PATH '$.quantity',
            selling_price VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.selling_price', has_selling_price INT EXISTS PATH '$.selling_price',
            price VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price', has_price INT EXISTS PATH '$.price',
            price_type VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.price_type', has_price_type INT EXISTS PATH '$.price_type',
            row_id VARCHAR(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.row_id', has_row_id INT EXISTS PATH '$.row_id'
        )) AS j;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    IF _scalar(p_items) IS NULL OR JSON_LENGTH(v_items) = 0 THEN
        CALL _raise('NO_ITEMS', NULL, NULL, NULL, NULL);
    END IF;
    IF v_items IS NULL THEN
        CALL _raise('VALIDATION.items', _scalar(p_items), NULL, NULL, NULL);
    END IF;
    IF JSON_LENGTH(v_items) > 1000 THEN
        CALL _raise('TOO_MANY_ITEMS', JSON_LENGTH(v_items), NULL, NULL, NULL);
    END IF;

    SET p_lines = '';
    OPEN c_lines;
    each_line: LOOP
        FETCH c_lines INTO v_line_no, v_product, v_qty_text, v_price_text, v_price_type, v_row_id, v_is_plain;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        SET v_count = v_count + 1;
        IF NOT v_is_plain THEN
            SET v_line = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no - 1, ']'));
            IF LEFT(v_line, 1) <> '{' THEN
                CALL _raise('VALIDATION.items', v_line, NULL, NULL, NULL);
            END IF;
            SET v_product = _scalar(JSON_EXTRACT(v_line, '$.product_id'));
            SET v_qty_text = COALESCE(_scalar(JSON_EXTRACT(v_line, '$.qty')), _scalar(JSON_EXTRACT(v_line, '$.quantity')));
            SET v_price_text = COALESCE(_scalar(JSON_EXTRACT(v_line, '$.selling_price')), _scalar(JSON_EXTRACT(v_line, '$.price')));
            SET v_price_type = _scalar(JSON_EXTRACT(v_line, '$.price_type'));
            SET v_row_id = _read_text(CONCAT('items[', v_line_no, '].row_id'), JSON_EXTRACT(v_line, '$.row_id'), 255);
            IF LEFT(JSON_EXTRACT(v_line, '$.row_id'), 1) = '"' THEN
                SET v_row_id = JSON_UNQUOTE(JSON_EXTRACT(v_line, '$.row_id'));
            END IF;
        END IF;

        SET v_product_number = _number(TRIM(v_product));
        IF v_product_number IS NULL OR v_product_number <= 0 OR v_product_number <> ROUND(v_product_number) THEN
            CALL _raise('VALIDATION.line_product', v_line_no, v_product, NULL, NULL);
        END IF;

        SET v_qty = _rounded(_number(TRIM(v_qty_text)), 4);
        IF v_qty IS NULL OR v_qty <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_qty_text, NULL, NULL);
        END IF;

        SET v_price_text = NULLIF(TRIM(v_price_text) COLLATE utf8mb4_bin, '');
        SET v_price = _rounded(_number(v_price_text), 6);
        IF v_price_text IS NOT NULL AND v_price IS NULL THEN
            CALL _raise('INVALID_PRICE', v_line_no, v_price_text, NULL, NULL);
        END IF;

        SET v_price_type = LOWER(COALESCE(NULLIF(TRIM(v_price_type) COLLATE utf8mb4_bin, ''), 'wholesale'));
        IF v_price_type COLLATE utf8mb4_bin NOT IN ('retail', 'wholesale') THEN
            CALL _raise('VALIDATION', CONCAT('items[', v_line_no, '].price_type'), v_price_type, NULL, NULL);
        END IF;

        -- echoed as it came, so it is not trimmed
        SET v_row_id = IF(CHAR_LENGTH(v_row_id) = 0, NULL, v_row_id);
        IF CHAR_LENGTH(v_row_id) > 255 THEN
            CALL _raise('VALIDATION.too_long', CONCAT('items[', v_line_no, '].row_id'), 255, v_row_id, NULL);
        END IF;

        SET p_lines = CONCAT(
            p_lines, ',{"line_no":', v_line_no, ',"product_id":', CAST(v_product_number AS SIGNED), ',"qty":"', v_qty,
            '","price":', IF(v_price > 0, CONCAT('"', v_price, '"'), 'null'), ',"price_type":"', v_price_type,
            '","row_id":', COALESCE(JSON_QUOTE(v_row_id), 'null'), '}');
    END LOOP;
    CLOSE c_lines;
    IF v_count <> JSON_LENGTH(v_items) THEN
        CALL _raise_interrupted();
    END IF;
    SET p_lines = CONCAT('[', SUBSTRING(p_lines, 2), ']');
END

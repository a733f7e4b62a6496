-- The lines of a request, checked and in one form, without a look at any table.
-- Parameters: p_items raw JSON of the member items (an array, or a string that holds one).
-- Returns: p_lines a JSON array [{"line_no", "product_id", "qty", "price", "price_type", "row_id"}] in the request's order; qty and
-- price as text, which keeps them exact on both engines; price null where the product's own is to be taken.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, INVALID_PRICE.
CREATE PROCEDURE _read_invoice_lines(IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT p_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _list(p_items);
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_line_no INT;
    DECLARE v_line, v_product_raw, v_qty_raw, v_price_raw, v_type_raw, v_row_raw, v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_product_id BIGINT;
    DECLARE v_qty DECIMAL(19,4);
    DECLARE v_price DECIMAL(19,6);
    DECLARE c_lines CURSOR FOR
        SELECT j.line_no, j.line, j.product_id, COALESCE(_scalar(j.qty), _scalar(j.quantity)), COALESCE(_scalar(j.selling_price), _scalar(j.price)), j.price_type, j.row_id
        FROM JSON_TABLE(v_items, '$[*]' COLUMNS (
            line_no FOR ORDINALITY,
            line JSON PATH '$',
            product_id JSON PATH '$.product_id',
            qty JSON PATH '$.qty',
            quantity JSON PATH '$.quantity',
            selling_price JSON PATH '$.selling_price',
            price JSON PATH '$.price',
            price_type JSON PATH '$.price_type',
            row_id JSON PATH '$.row_id'
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
        FETCH c_lines INTO v_line_no, v_line, v_product_raw, v_qty_raw, v_price_raw, v_type_raw, v_row_raw;
        IF v_done THEN
            LEAVE each_line;
        END IF;
        IF LEFT(v_line, 1) <> '{' THEN
            CALL _raise('VALIDATION.items', v_line, NULL, NULL, NULL);
        END IF;

        SET v_text = _scalar(v_product_raw);
        SET v_product_id = _number(v_text);
        IF v_product_id IS NULL OR v_product_id <= 0 OR v_product_id <> _number(v_text) THEN
            CALL _raise('VALIDATION.line_product', v_line_no, v_text, NULL, NULL);
        END IF;

        SET v_qty = _rounded(_number(v_qty_raw), 4);
        IF v_qty IS NULL OR v_qty <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_qty_raw, NULL, NULL);
        END IF;

        SET v_price = _rounded(_number(v_price_raw), 6);
        IF v_price_raw IS NOT NULL AND v_price IS NULL THEN
            CALL _raise('INVALID_PRICE', v_line_no, v_price_raw, NULL, NULL);
        END IF;

        SET p_lines = CONCAT(
            p_lines, ',{"line_no":', v_line_no, ',"product_id":', v_product_id, ',"qty":"', v_qty,
            '","price":', IF(v_price > 0, CONCAT('"', v_price, '"'), 'null'),
            ',"price_type":"', _read_word(CONCAT('items[', v_line_no, '].price_type'), v_type_raw, 'wholesale', 'retail,wholesale'),
            '","row_id":', _json_text(_read_text(CONCAT('items[', v_line_no, '].row_id'), v_row_raw, 255)), '}');
    END LOOP;
    CLOSE c_lines;
    SET p_lines = CONCAT('[', SUBSTRING(p_lines, 2), ']');
END

-- The items of a debit note in their plain form, without a look at any table.
-- Parameters: p_items raw JSON of the member items; p_reference_type of the note: an opening balance has no taxes.
-- Returns: p_lines a JSON array [{"item_type", "description", "quantity", "unit_price", "tax_rate"}], numbers as texts.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, INVALID_PRICE.
CREATE PROCEDURE _read_debit_note_items(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reference_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_lines JSON
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_lines, v_item, v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_name VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_item_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_quantity, v_tax_rate DECIMAL(19,4);
    DECLARE v_unit_price DECIMAL(19,6);
    DECLARE v_value DECIMAL(38,10);

    CALL _read_items(p_items, 'NO_ITEMS.of_debit_note', NULL, v_items, v_line_count);
    WHILE v_line_no < v_line_count DO
        SET v_item = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        SET v_name = CONCAT('items[', v_line_no, '].');
        SET v_item_type = _read_word(CONCAT(v_name, 'item_type'), JSON_EXTRACT(v_item, '$.item_type'), 'charge', 'charge,product,service');
        SET v_description = _read_text(CONCAT(v_name, 'description'), JSON_EXTRACT(v_item, '$.description'), 255);
        IF v_description IS NULL THEN
            CALL _raise('VALIDATION.required', CONCAT(v_name, 'description'), NULL, NULL, NULL);
        END IF;
        SET v_text = _scalar(JSON_EXTRACT(v_item, '$.quantity'));
        SET v_quantity = _rounded(_number(v_text), 4);
        IF v_quantity IS NULL OR v_quantity <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_text, NULL, NULL);
        END IF;
        SET v_unit_price = _read_unit_price(CONCAT(v_name, 'unit_price'), JSON_EXTRACT(v_item, '$.unit_price'));
        IF v_unit_price IS NULL THEN
            CALL _raise('INVALID_PRICE.of_member', CONCAT(v_name, 'unit_price'), 'null', NULL, NULL);
        END IF;
        SET v_value = v_quantity * v_unit_price;
        IF v_value >= 1000000000000 THEN
            CALL _raise('INVALID_PRICE.total', v_line_no, v_value, NULL, NULL);
        END IF;
        SET v_tax_rate = COALESCE(_read_tax_rate(CONCAT(v_name, 'tax_rate'), JSON_EXTRACT(v_item, '$.tax_rate')), 0);
        IF v_tax_rate > 0 AND p_reference_type = 'opening_balance' THEN
            CALL _raise('VALIDATION.opening_tax', CONCAT(v_name, 'tax_rate'), _scalar(JSON_EXTRACT(v_item, '$.tax_rate')), NULL, NULL);
        END IF;
        SET v_lines = CONCAT(
            v_lines, ',{"item_type":"', v_item_type, '","description":', JSON_QUOTE(v_description), ',"quantity":"', v_quantity,
            '","unit_price":"', v_unit_price, '","tax_rate":"', v_tax_rate, '"}');
    END WHILE;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

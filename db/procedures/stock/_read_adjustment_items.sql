-- The lines of a stock adjustment in their plain form, without a look at any table.
-- Parameters: p_items raw JSON of the member items. Returns: p_lines a JSON array [{"product_id", "counted" or "delta", "unit_cost"}],
-- numbers as texts, what is absent null. Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, INVALID_PRICE.
CREATE PROCEDURE _read_adjustment_items(IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT p_lines JSON)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_lines, v_item, v_counted_text, v_delta_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_counted, v_delta DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);

    CALL _read_items(p_items, 'NO_ITEMS.to_adjust', NULL, v_items, v_line_count);
    WHILE v_line_no < v_line_count DO
        SET v_item = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        SET v_product_id = _required_id(CONCAT('items[', v_line_no, '].product_id'), JSON_EXTRACT(v_item, '$.product_id'));
        IF LOCATE(CONCAT('"product_id":', v_product_id, ','), v_lines) > 0 THEN
            CALL _raise('VALIDATION.product_twice', v_product_id, NULL, NULL, NULL);
        END IF;
        SET v_counted_text = _scalar(JSON_EXTRACT(v_item, '$.counted_qty'));
        SET v_delta_text = _scalar(JSON_EXTRACT(v_item, '$.qty_delta'));
        SET v_counted = _rounded(_number(v_counted_text), 4);
        SET v_delta = _rounded(_number(v_delta_text), 4);
        IF (v_counted_text IS NULL) = (v_delta_text IS NULL) THEN
            CALL _raise('VALIDATION.counted_or_delta', v_line_no, NULL, NULL, NULL);
        END IF;
        IF COALESCE(v_counted, v_delta) IS NULL OR v_counted < 0 OR v_delta = 0 THEN
            CALL _raise('INVALID_QUANTITY.of_adjustment', v_line_no, COALESCE(v_counted_text, v_delta_text), NULL, NULL);
        END IF;
        SET v_unit_cost = _read_unit_price(CONCAT('items[', v_line_no, '].unit_cost'), JSON_EXTRACT(v_item, '$.unit_cost'));
        SET v_lines = CONCAT(
            v_lines, ',{"product_id":', v_product_id, ',"counted":', COALESCE(CONCAT('"', v_counted, '"'), 'null'),
            ',"delta":', COALESCE(CONCAT('"', v_delta, '"'), 'null'), ',"unit_cost":', COALESCE(CONCAT('"', v_unit_cost, '"'), 'null'), '}');
    END WHILE;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

-- The lines of goods that go back to a supplier in their plain form, without a look at any table.
-- Parameters: p_items raw JSON of the member items; p_purchase_id. Returns: p_lines a JSON array [{"batch_id", "qty"}], quantities as texts.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY.
CREATE PROCEDURE _read_purchase_return_items(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_purchase_id BIGINT,
    OUT p_lines JSON
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_lines, v_item, v_qty_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_batch_id BIGINT;
    DECLARE v_qty DECIMAL(19,4);

    CALL _read_items(p_items, 'NO_ITEMS.to_send_back', p_purchase_id, v_items, v_line_count);
    WHILE v_line_no < v_line_count DO
        SET v_item = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        SET v_batch_id = _required_id(CONCAT('items[', v_line_no, '].batch_id'), JSON_EXTRACT(v_item, '$.batch_id'));
        IF LOCATE(CONCAT('"batch_id":', v_batch_id, ','), v_lines) > 0 THEN
            CALL _raise('VALIDATION.batch_twice', v_batch_id, NULL, NULL, NULL);
        END IF;
        SET v_qty_text = _scalar(JSON_EXTRACT(v_item, '$.qty'));
        SET v_qty = _rounded(_number(v_qty_text), 4);
        IF v_qty IS NULL OR v_qty <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_qty_text, NULL, NULL);
        END IF;
        SET v_lines = CONCAT(v_lines, ',{"batch_id":', v_batch_id, ',"qty":"', v_qty, '"}');
    END WHILE;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

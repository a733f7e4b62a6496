-- The lines of a purchase in their plain form, without a look at any table.
-- Parameters: p_items raw JSON of the member items. Returns: p_lines a JSON array [{"product_id", "qty", "unit_cost", "received_at", "tax_rate"}],
-- numbers as texts, received_at and tax_rate null where they are absent. Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, INVALID_PRICE.
CREATE PROCEDURE _read_purchase_items(IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT p_lines JSON)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_lines, v_item, v_qty_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_product_id BIGINT;
    DECLARE v_qty DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);
    DECLARE v_received_at DATE;
    DECLARE v_tax_rate DECIMAL(7,4);

    CALL _read_items(p_items, 'NO_ITEMS.to_receive', NULL, v_items, v_line_count);
    WHILE v_line_no < v_line_count DO
        SET v_item = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        SET v_product_id = _required_id(CONCAT('items[', v_line_no, '].product_id'), JSON_EXTRACT(v_item, '$.product_id'));
        SET v_qty_text = _scalar(JSON_EXTRACT(v_item, '$.qty'));
        SET v_qty = _rounded(_number(v_qty_text), 4);
        IF v_qty IS NULL OR v_qty <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_qty_text, NULL, NULL);
        END IF;
        SET v_unit_cost = _read_unit_price(CONCAT('items[', v_line_no, '].unit_cost'), JSON_EXTRACT(v_item, '$.unit_cost'));
        IF v_unit_cost IS NULL THEN
            CALL _raise('INVALID_PRICE.of_member', CONCAT('items[', v_line_no, '].unit_cost'), 'null', NULL, NULL);
        END IF;
        SET v_received_at = _read_date(CONCAT('items[', v_line_no, '].received_at'), JSON_EXTRACT(v_item, '$.received_at'));
        SET v_tax_rate = _read_tax_rate(CONCAT('items[', v_line_no, '].tax_rate'), JSON_EXTRACT(v_item, '$.tax_rate'));
        SET v_lines = CONCAT(v_lines, ',', _purchase_line_json(v_product_id, v_qty, v_unit_cost, v_received_at, v_tax_rate));
    END WHILE;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

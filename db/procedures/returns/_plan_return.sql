-- What a return is worth, line by line: a line's value less its part of the discount, in the share of the pieces that have come back by now,
-- less what earlier returns gave for it. So the parts of a line add up to the whole: 96.67 in three is 32.22, 32.23, 32.22. What came back
-- before the line was amended is settled: the share is that of the rest.
-- Parameters: p_items raw JSON of the member items, or NULL for everything that is left; p_invoice_id, locked; p_minor_units of its currency.
-- Returns: p_lines a JSON array [{"item_id", "qty", "value"}], numbers as texts; p_value their sum, in currency units.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, UNKNOWN_ITEM, RETURN_EXCEEDS_SOLD.
CREATE PROCEDURE _plan_return(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_minor_units TINYINT,
    OUT p_lines JSON,
    OUT p_value DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_lines, v_item, v_qty_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_item_id BIGINT;
    DECLARE v_found_id INT;
    DECLARE v_qty, v_sold, v_net, v_returned, v_given, v_settled_qty, v_settled_value, v_value DECIMAL(19,4);

    IF p_items IS NULL THEN
        CALL _returnable_items(p_invoice_id, v_items);
    ELSE
        SET v_items = _list(p_items);
        IF v_items IS NULL THEN
            CALL _raise('VALIDATION.items', _scalar(p_items), NULL, NULL, NULL);
        END IF;
    END IF;
    SET v_line_count = JSON_LENGTH(v_items);
    IF v_line_count = 0 THEN
        CALL _raise('NO_ITEMS.to_return', p_invoice_id, NULL, NULL, NULL);
    END IF;
    IF v_line_count > 1000 THEN
        CALL _raise('TOO_MANY_ITEMS', v_line_count, NULL, NULL, NULL);
    END IF;

    SET p_value = 0;
    WHILE v_line_no < v_line_count DO
        SET v_item = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        IF LEFT(v_item, 1) <> '{' THEN
            CALL _raise('VALIDATION.items', v_item, NULL, NULL, NULL);
        END IF;
        SET v_item_id = _required_id(CONCAT('items[', v_line_no, '].item_id'), JSON_EXTRACT(v_item, '$.item_id'));
        SET v_qty_text = _scalar(JSON_EXTRACT(v_item, '$.qty'));
        SET v_qty = _rounded(_number(v_qty_text), 4);
        IF v_qty IS NULL OR v_qty <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_qty_text, NULL, NULL);
        END IF;
        IF LOCATE(CONCAT('"item_id":', v_item_id, ','), v_lines) > 0 THEN
            CALL _raise('VALIDATION.item_twice', v_item_id, NULL, NULL, NULL);
        END IF;

        SELECT
            MAX(l.id), MAX(l.quantity), MAX(l.total_price - COALESCE(l.discount_share, 0)), MAX(l.settled_qty), MAX(l.settled_value),
            COALESCE(SUM(r.qty), 0), COALESCE(SUM(r.value), 0)
        INTO v_found_id, v_sold, v_net, v_settled_qty, v_settled_value, v_returned, v_given
        FROM invoice_out_items AS l
        LEFT JOIN invoice_return_items AS r FORCE INDEX (invoice_return_items_of_line) ON r.sale_item_id = l.id
        WHERE l.id = v_item_id AND l.invoice_out_id = p_invoice_id;
        IF v_found_id IS NULL THEN
            CALL _raise('UNKNOWN_ITEM', v_item_id, p_invoice_id, NULL, NULL);
        END IF;
        -- only an adopted line can have one
        IF v_net < 0 THEN
            CALL _raise('VALIDATION', CONCAT('value of item ', v_item_id), v_net, NULL, NULL);
        END IF;
        IF v_qty > v_sold - v_returned THEN
            CALL _raise('RETURN_EXCEEDS_SOLD', v_item_id, v_qty, v_sold - v_returned, NULL);
        END IF;
        SET v_value = v_settled_value - v_given
            + _ratio(v_net - v_settled_value, v_returned - v_settled_qty + v_qty, v_sold - v_settled_qty, p_minor_units);
        SET p_value = p_value + v_value;
        SET v_lines = CONCAT(v_lines, ',{"item_id":', v_item_id, ',"qty":"', v_qty, '","value":"', v_value, '"}');
    END WHILE;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
END

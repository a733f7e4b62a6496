-- What a return is worth, line by line: a line's value less its part of the discount, with the taxes that came on top of it, in the share of the
-- pieces that have come back by now, less what earlier returns gave for it (_returned_part). So the parts of a line add up to the whole: 96.67
-- in three is 32.22, 32.23, 32.22. What the invoice's rounding added comes back by the value.
-- Parameters: p_items raw JSON of the member items, or NULL for everything that is left; p_invoice_id, locked; p_minor_units of its currency.
-- Returns: p_lines a JSON array [{"item_id", "qty", "value", "tax", "taxes"}], numbers as texts, tax what of value is tax and
-- taxes each of them (_plan_returned_taxes); p_value their sum with
-- p_rounding, the part of the invoice's rounding, and p_tax what of it is tax, in currency units.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, INVALID_QUANTITY, UNKNOWN_ITEM, RETURN_EXCEEDS_SOLD.
CREATE PROCEDURE _plan_return(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_minor_units TINYINT,
    OUT p_lines JSON,
    OUT p_value DECIMAL(19,4),
    OUT p_tax DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_lines, v_item, v_qty_text, v_taxes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_item_id BIGINT;
    DECLARE v_found_id INT;
    DECLARE v_qty, v_sold, v_gross, v_taxed, v_returned, v_given, v_settled_qty, v_settled_value, v_value, v_tax DECIMAL(19,4);

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
    SET p_tax = 0;
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
            MAX(l.id), MAX(l.quantity), MAX(l.total_price - COALESCE(l.discount_share, 0) + l.added_tax), MAX(l.tax_amount), MAX(l.settled_qty),
            MAX(l.settled_value), COALESCE(SUM(r.qty), 0), COALESCE(SUM(r.value), 0)
        INTO v_found_id, v_sold, v_gross, v_taxed, v_settled_qty, v_settled_value, v_returned, v_given
        FROM invoice_out_items AS l
        LEFT JOIN invoice_return_items AS r FORCE INDEX (invoice_return_items_of_line) ON r.sale_item_id = l.id
        WHERE l.id = v_item_id AND l.invoice_out_id = p_invoice_id;
        IF v_found_id IS NULL THEN
            CALL _raise('UNKNOWN_ITEM', v_item_id, p_invoice_id, NULL, NULL);
        END IF;
        -- only an adopted line can have one
        IF v_gross < 0 THEN
            CALL _raise('VALIDATION', CONCAT('value of item ', v_item_id), v_gross, NULL, NULL);
        END IF;
        IF v_qty > v_sold - v_returned THEN
            CALL _raise('RETURN_EXCEEDS_SOLD', v_item_id, v_qty, v_sold - v_returned, NULL);
        END IF;
        SET v_value = _returned_part(
            v_gross, v_settled_value, v_given, v_returned + v_qty, v_settled_qty, v_sold, p_minor_units);
        SET v_tax = 0;
        SET v_taxes = '[]';
        IF v_taxed > 0 THEN
            CALL _plan_returned_taxes(v_item_id, v_returned + v_qty, v_settled_qty, v_sold, p_minor_units, v_taxes, v_tax);
        END IF;
        SET p_value = p_value + v_value;
        SET p_tax = p_tax + v_tax;
        SET v_lines = CONCAT(v_lines, ',{"item_id":', v_item_id, ',"qty":"', v_qty, '","value":"', v_value, '","tax":"', v_tax,
            '","taxes":', v_taxes, '}');
    END WHILE;
    SET p_lines = CONCAT('[', SUBSTRING(v_lines, 2), ']');
    CALL _returned_rounding(p_invoice_id, p_value, p_minor_units, p_rounding);
    SET p_value = p_value + p_rounding;
END

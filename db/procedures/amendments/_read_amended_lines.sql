-- The lines that an invoice is to have, as a sale's are read (_read_invoice_lines). A line that names its item_id may leave out what stays:
-- product, price type, row_id, unit and discount are then the line's own. (What it keeps of price and taxes is seen to by _price_amended_lines.)
-- Parameters: p_items raw JSON of the member items; p_invoice_id, locked.
-- Returns: p_lines of _read_invoice_lines, and p_item_ids a JSON array of the same order: the item of each line, 0 where it is new.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, UNKNOWN_ITEM, INVALID_QUANTITY, INVALID_PRICE.
CREATE PROCEDURE _read_amended_lines(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    OUT p_lines JSON,
    OUT p_item_ids JSON
)
READS SQL DATA
BEGIN
    DECLARE v_items JSON;
    DECLARE v_item, v_filled, v_item_ids LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_line_no, v_line_count INT DEFAULT 0;
    DECLARE v_item_id, v_asked_product BIGINT;
    DECLARE v_product_id INT;
    DECLARE v_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_percent DECIMAL(7,4);
    DECLARE v_line_discount DECIMAL(19,4);

    CALL _read_items(p_items, 'NO_ITEMS.to_amend', p_invoice_id, v_items, v_line_count);
    WHILE v_line_no < v_line_count DO
        SET v_item = JSON_EXTRACT(v_items, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        SET v_item_id = COALESCE(_read_id(CONCAT('items[', v_line_no, '].item_id'), JSON_EXTRACT(v_item, '$.item_id')), 0);
        IF v_item_id > 0 THEN
            IF LOCATE(CONCAT(',', v_item_id, ','), CONCAT(v_item_ids, ',')) > 0 THEN
                CALL _raise('VALIDATION.item_twice', v_item_id, NULL, NULL, NULL);
            END IF;
            SET v_product_id = NULL;
            -- one row in any case; a line that was taken off is not on the invoice any more
            SELECT
                MAX(l.product_id), MAX(l.price_type), MAX(l.row_id), MAX(l.unit), MAX(l.discount_percent), MAX(l.line_discount)
            INTO v_product_id, v_price_type, v_row_id, v_unit, v_percent, v_line_discount
            FROM invoice_out_items AS l WHERE l.id = v_item_id AND l.invoice_out_id = p_invoice_id AND l.quantity > 0;
            IF v_product_id IS NULL THEN
                CALL _raise('UNKNOWN_ITEM', v_item_id, p_invoice_id, NULL, NULL);
            END IF;
            SET v_asked_product = _read_id(CONCAT('items[', v_line_no, '].product_id'), JSON_EXTRACT(v_item, '$.product_id'));
            IF v_asked_product <> v_product_id THEN
                CALL _raise('VALIDATION.item_product', v_item_id, v_product_id, v_asked_product, NULL);
            END IF;
            SET v_item = JSON_SET(v_item, '$.product_id', v_product_id);
            IF _scalar(JSON_EXTRACT(v_item, '$.price_type')) IS NULL THEN
                SET v_item = JSON_SET(v_item, '$.price_type', v_price_type);
            END IF;
            IF _scalar(JSON_EXTRACT(v_item, '$.row_id')) IS NULL AND v_row_id IS NOT NULL THEN
                SET v_item = JSON_SET(v_item, '$.row_id', v_row_id);
            END IF;
            IF v_unit IS NOT NULL AND COALESCE(_scalar(JSON_EXTRACT(v_item, '$.uom')), _scalar(JSON_EXTRACT(v_item, '$.unit'))) IS NULL THEN
                SET v_item = JSON_SET(v_item, '$.unit', v_unit);
            END IF;
            IF (v_percent IS NOT NULL OR v_line_discount > 0)
                AND COALESCE(_scalar(JSON_EXTRACT(v_item, '$.discount_percent')), _scalar(JSON_EXTRACT(v_item, '$.discount_amount'))) IS NULL
            THEN
                SET v_item = JSON_SET(v_item, IF(v_percent IS NULL, '$.discount_amount', '$.discount_percent'), COALESCE(v_percent, v_line_discount));
            END IF;
        END IF;
        SET v_item_ids = CONCAT(v_item_ids, ',', v_item_id);
        SET v_filled = CONCAT(v_filled, ',', v_item);
    END WHILE;
    SET p_item_ids = CONCAT('[', SUBSTRING(v_item_ids, 2), ']');
    CALL _read_invoice_lines(CONCAT('[', SUBSTRING(v_filled, 2), ']'), 0, p_lines);
END

-- What a request bills of an order's lines.
-- Parameters: p_items raw JSON of the member items: [{order_item_id, qty}]; p_order_id.
-- Returns: p_asked a JSON array of [order_item_id, "qty"], in the order of the request, which may name a line twice.
-- Errors: NO_ITEMS, TOO_MANY_ITEMS, VALIDATION, UNKNOWN_ITEM, INVALID_QUANTITY.
CREATE PROCEDURE _read_order_quantities(
    IN p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, IN p_order_id INT, OUT p_asked JSON
)
READS SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_items JSON;
    DECLARE v_count, v_line_no, v_known INT DEFAULT 0;
    DECLARE v_item, v_qty_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_asked LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_item_id BIGINT;
    DECLARE v_qty DECIMAL(19,4);
    DECLARE c_items CURSOR FOR
        SELECT j.line_no, j.item FROM JSON_TABLE(v_items, '$[*]' COLUMNS (line_no FOR ORDINALITY, item JSON PATH '$')) AS j ORDER BY j.line_no;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_items(p_items, 'NO_ITEMS', NULL, v_items, v_count);
    OPEN c_items;
    each_item: LOOP
        FETCH c_items INTO v_line_no, v_item;
        IF v_done THEN
            LEAVE each_item;
        END IF;
        SET v_item_id = _required_id(CONCAT('items[', v_line_no, '].order_item_id'), JSON_EXTRACT(v_item, '$.order_item_id'));
        SELECT COUNT(*) INTO v_known FROM order_items AS i FORCE INDEX (PRIMARY) WHERE i.id = v_item_id AND i.order_id = p_order_id;
        IF NOT v_known THEN
            CALL _raise('UNKNOWN_ITEM.of_order', v_item_id, p_order_id, NULL, NULL);
        END IF;
        SET v_qty_text = COALESCE(_scalar(JSON_EXTRACT(v_item, '$.qty')), _scalar(JSON_EXTRACT(v_item, '$.quantity')));
        SET v_qty = _rounded(_number(v_qty_text), 4);
        IF v_qty IS NULL OR v_qty <= 0 THEN
            CALL _raise('INVALID_QUANTITY', v_line_no, v_qty_text, NULL, NULL);
        END IF;
        SET v_asked = CONCAT(v_asked, ',[', v_item_id, ',"', v_qty, '"]');
    END LOOP;
    CLOSE c_items;
    IF v_line_no <> v_count THEN
        CALL _raise_interrupted();
    END IF;
    SET p_asked = CONCAT('[', SUBSTRING(v_asked, 2), ']');
END

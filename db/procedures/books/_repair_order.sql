-- What of an order's lines is billed, from its live invoices, and the status that follows from it.
-- Parameters: p_order_id, locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_order(
    IN p_order_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_item_id INT;
    DECLARE v_expected, v_old DECIMAL(19,4);
    DECLARE v_status, v_old_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_items CURSOR FOR
        SELECT i.id, c.expected, c.found
        FROM order_items AS i FORCE INDEX (order_items_in_order)
        INNER JOIN _check_order_line_is_billed_by_its_invoices AS c ON c.row_id = i.id
        WHERE i.order_id = p_order_id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    OPEN c_items;
    each_item: LOOP
        FETCH c_items INTO v_item_id, v_expected, v_old;
        IF v_done THEN
            LEAVE each_item;
        END IF;
        UPDATE order_items SET invoiced_qty = v_expected WHERE id = v_item_id;
        CALL _note_repair(
            'order_line_is_billed_by_its_invoices', 'order_items', v_item_id, 'invoiced_qty', v_old, v_expected, p_user_id, p_request_id, p_now, p_changes);
    END LOOP;
    CLOSE c_items;

    SELECT MAX(c.expected), MAX(c.found) INTO v_status, v_old_status
    FROM _check_order_status_follows_what_is_billed AS c WHERE c.row_id = p_order_id;
    IF v_status IS NOT NULL THEN
        UPDATE orders SET status = v_status WHERE id = p_order_id;
        CALL _note_repair(
            'order_status_follows_what_is_billed', 'orders', p_order_id, 'status', v_old_status, v_status, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

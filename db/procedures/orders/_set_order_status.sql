-- What an order's status follows from: whether its rest was given up, what of it is billed, what is left.
-- Parameters: p_order_id, locked; p_user_id who changed it.
CREATE PROCEDURE _set_order_status(IN p_order_id INT, IN p_user_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_billed, v_open TINYINT;
    DECLARE v_status, v_old_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT MAX(i.invoiced_qty > 0), MAX(i.invoiced_qty < i.qty) INTO v_billed, v_open
    FROM order_items AS i FORCE INDEX (order_items_in_order) WHERE i.order_id = p_order_id;
    SELECT
        o.status,
        CASE
            WHEN o.cancelled_on IS NOT NULL AND NOT v_billed THEN 'cancelled'
            WHEN o.cancelled_on IS NOT NULL OR NOT v_open THEN 'completed'
            ELSE 'pending'
        END
    INTO v_old_status, v_status
    FROM orders AS o WHERE o.id = p_order_id;
    UPDATE orders SET status = v_status, updated_by = p_user_id WHERE id = p_order_id;
    -- a part of an order that the same user billed before changes neither
    IF ROW_COUNT() <> 1 AND v_status <> v_old_status THEN
        CALL _raise_interrupted();
    END IF;
END

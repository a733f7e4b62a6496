-- Lock the work order that an invoice is to belong to. Its customer must be the invoice's, whom the caller has locked.
-- Errors: UNKNOWN_WORK_ORDER, WORK_ORDER_MISMATCH, WORK_ORDER_CLOSED. Locks: work_orders, by primary key.
CREATE PROCEDURE _lock_work_order(IN p_work_order_id BIGINT, IN p_customer_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_customer_id INT;
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT o.customer_id, o.status INTO v_customer_id, v_status FROM work_orders AS o WHERE o.id = p_work_order_id FOR UPDATE;
    IF v_customer_id IS NULL THEN
        CALL _raise('UNKNOWN_WORK_ORDER', p_work_order_id, NULL, NULL, NULL);
    END IF;
    IF v_customer_id <> p_customer_id THEN
        CALL _raise('WORK_ORDER_MISMATCH', p_work_order_id, v_customer_id, p_customer_id, NULL);
    END IF;
    IF v_status = 'cancelled' THEN
        CALL _raise('WORK_ORDER_CLOSED', p_work_order_id, NULL, NULL, NULL);
    END IF;
END

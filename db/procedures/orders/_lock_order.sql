-- Lock an order, its customer first, and its work order. Its customer never changes, and its work order only under its lock.
-- Parameters: p_order_id as the request has it.
-- Returns: the order's customer, company, branch and work order; its status. Errors: UNKNOWN_ORDER, UNKNOWN_CUSTOMER.
-- Locks: customers, orders, work_orders, by primary key.
CREATE PROCEDURE _lock_order(
    IN p_order_id BIGINT,
    OUT p_customer_id INT,
    OUT p_company_id INT,
    OUT p_branch_id INT,
    OUT p_work_order_id INT,
    OUT p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_balance, v_wallet DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_locked INT;

    SELECT o.customer_id INTO p_customer_id FROM orders AS o WHERE o.id = p_order_id;
    IF p_customer_id IS NULL THEN
        CALL _raise('UNKNOWN_ORDER', p_order_id, NULL, NULL, NULL);
    END IF;
    CALL _lock_customer(p_customer_id, p_company_id, v_balance, v_wallet, v_seq);
    SELECT o.branch_id, o.work_order_id, o.status INTO p_branch_id, p_work_order_id, p_status
    FROM orders AS o WHERE o.id = p_order_id FOR UPDATE;
    IF p_work_order_id IS NOT NULL THEN
        SELECT COUNT(*) INTO v_locked FROM work_orders AS w WHERE w.id = p_work_order_id FOR UPDATE;
    END IF;
END

-- Lock an invoice that is to be undone, its customer first.
-- Parameters: p_invoice_id as the request has it.
-- Returns: the customer with company, balance, wallet and seq as in _lock_customer; the invoice's number (NULL on an adopted one), work order,
-- and amounts paid and open in currency units. Errors: UNKNOWN_INVOICE, INVOICE_CLOSED. Locks: customer, order, invoice, work order, by primary key.
CREATE PROCEDURE _lock_live_invoice(
    IN p_invoice_id BIGINT,
    OUT p_customer_id INT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_seq INT UNSIGNED,
    OUT p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_work_order_id INT,
    OUT p_paid DECIMAL(19,4),
    OUT p_open DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_locked INT;
    DECLARE v_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_order_id INT;
    -- an invoice never changes its customer and its order, so this needs no lock
    SELECT i.customer_id, i.order_id INTO p_customer_id, v_order_id FROM invoices_out AS i WHERE i.id = p_invoice_id;
    IF p_customer_id IS NULL THEN
        CALL _raise('UNKNOWN_INVOICE', p_invoice_id, NULL, NULL, NULL);
    END IF;
    CALL _lock_customer(p_customer_id, p_company_id, p_balance, p_wallet, p_seq);
    IF v_order_id IS NOT NULL THEN
        SELECT COUNT(*) INTO v_locked FROM orders AS o WHERE o.id = v_order_id FOR UPDATE;
    END IF;
    SELECT i.invoice_no, i.work_order_id, COALESCE(i.paid_amount, 0), COALESCE(i.remaining_amount, 0), i.delivered
    INTO p_invoice_no, p_work_order_id, p_paid, p_open, v_delivered
    FROM invoices_out AS i WHERE i.id = p_invoice_id FOR UPDATE;
    IF v_delivered IN ('canceled', 'reverted') THEN
        CALL _raise('INVOICE_CLOSED', p_invoice_id, v_delivered, NULL, NULL);
    END IF;
    -- before any product: the invoice's trigger would lock it after them, where a sale on it locks it before
    IF p_work_order_id IS NOT NULL THEN
        SELECT COUNT(*) INTO v_locked FROM work_orders AS w WHERE w.id = p_work_order_id FOR UPDATE;
    END IF;
END

-- Post one payment of one invoice: the payment row with its number, the invoice's paid and open amounts, the ledger row.
-- Parameters: the invoice, locked or just made, of the locked customer; p_amount applied, p_tendered handed over, p_change given
-- back, in currency units; p_branch_id whose series numbers it; p_day business date; p_at for TIMESTAMP columns; the customer's
-- balance, wallet and seq before, and after.
-- Returns: p_payment_id; p_remaining and p_delivered of the invoice after it. Errors: WALLET_INSUFFICIENT.
-- Locks: the invoice's work order, then number_series PAY, by primary key.
CREATE PROCEDURE _post_payment(
    IN p_invoice_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_tendered DECIMAL(19,4),
    IN p_change DECIMAL(19,4),
    IN p_customer_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_payment_id INT,
    OUT p_remaining DECIMAL(19,4),
    OUT p_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_wallet_change DECIMAL(19,4) DEFAULT IF(p_method = 'wallet', -p_amount, 0);
    DECLARE v_company_id, v_work_order_id, v_wallet_transaction_id, v_customer_transaction_id INT;
    DECLARE v_paid DECIMAL(19,4);
    DECLARE v_invoice_no, v_payment_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT i.company_id, i.work_order_id, i.invoice_no, COALESCE(i.paid_amount, 0) + p_amount, i.remaining_amount - p_amount
    INTO v_company_id, v_work_order_id, v_invoice_no, v_paid, p_remaining
    FROM invoices_out AS i WHERE i.id = p_invoice_id;
    SET p_delivered = IF(p_remaining = 0, 'yes', 'partial');

    -- the invoice's trigger will change it: before the number, which is the last of all locks
    SELECT MAX(o.id) INTO v_work_order_id FROM work_orders AS o WHERE o.id = v_work_order_id FOR UPDATE;
    CALL _next_number(p_branch_id, 'PAY', p_day, v_payment_no);
    INSERT INTO invoice_payments (
        invoice_id, company_id, branch_id, payment_no, business_date, payment_amount, tendered, change_given, payment_date,
        payment_method, notes, created_by, created_at, wallet_before, wallet_after, work_order_id)
    VALUES (
        p_invoice_id, v_company_id, p_branch_id, v_payment_no, p_day, p_amount, p_tendered, p_change, p_at,
        p_method, p_notes, p_user_id, p_at, p_wallet, p_wallet + v_wallet_change, v_work_order_id);
    SET p_payment_id = LAST_INSERT_ID();

    UPDATE invoices_out SET
        paid_amount = v_paid, remaining_amount = p_remaining, delivered = p_delivered, updated_by = p_user_id
    WHERE id = p_invoice_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;

    CALL _post_customer_transaction(
        p_customer_id, 'payment', -p_amount, v_wallet_change, IF(p_method = 'wallet', 'invoice_payment', NULL), NULL,
        CONCAT('دفعة ', v_payment_no, ' على الفاتورة ', COALESCE(v_invoice_no, p_invoice_id)),
        p_invoice_id, p_payment_id, v_work_order_id, p_day, p_at, p_user_id,
        p_balance, p_wallet, p_seq, v_wallet_transaction_id, v_customer_transaction_id);
END

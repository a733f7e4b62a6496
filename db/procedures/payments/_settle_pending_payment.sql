-- Complete a payment that was promised, by a payment of now, or let it fail, within the caller's transaction.
-- Parameters: p_pending_id; p_status completed|failed|refunded that is asked for; p_overpayment raw JSON, where less is open now than was promised;
-- p_branch_id or NULL; p_now UTC.
-- Returns: p_response the answer as JSON.
-- Errors: UNKNOWN_PAYMENT, INVALID_STATUS; where it completes also those of sp_add_payment.
-- Locks: customer, invoice, pending_payments, by primary key; where it completes also those of sp_add_payment.
CREATE PROCEDURE _settle_pending_payment(
    IN p_pending_id BIGINT,
    IN p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_overpayment LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_branch_id BIGINT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_invoice_id, v_customer_id, v_company_id, v_branch_id, v_payment_id, v_locked INT;
    DECLARE v_minor_units TINYINT;
    DECLARE v_today DATE;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_wallet, v_amount DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_method, v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes, v_payment, v_paid LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _check_branch_of(p_user_id, 'pending_payments', p_pending_id);
    -- lock: invoice and customer of a promise never change, so these need none
    SELECT w.invoice_id INTO v_invoice_id FROM pending_payments AS w WHERE w.id = p_pending_id;
    IF v_invoice_id IS NULL THEN
        CALL _raise('UNKNOWN_PAYMENT.pending', p_pending_id, NULL, NULL, NULL);
    END IF;
    SELECT i.customer_id INTO v_customer_id FROM invoices_out AS i WHERE i.id = v_invoice_id;
    CALL _lock_customer(v_customer_id, v_company_id, v_balance, v_wallet, v_seq);
    SELECT i.id INTO v_locked FROM invoices_out AS i WHERE i.id = v_invoice_id FOR UPDATE;
    SELECT w.amount, w.payment_method, w.notes, w.status INTO v_amount, v_method, v_notes, v_status
    FROM pending_payments AS w WHERE w.id = p_pending_id FOR UPDATE;

    -- decide
    IF v_status <> 'pending' OR p_status = 'refunded' THEN
        CALL _raise('INVALID_STATUS.of_pending', p_pending_id, v_status, p_status, NULL);
    END IF;
    CALL _read_branch(p_user_id, v_company_id, p_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);

    -- write
    IF p_status = 'completed' THEN
        SET v_payment = CONCAT(
            '{"invoice_id":', v_invoice_id, ',"amount":"', v_amount, '","method":"', v_method, '","notes":', _json_text(v_notes),
            ',"overpayment":', COALESCE(p_overpayment, 'null'), ',"branch_id":', v_branch_id, '}');
        CALL _pay(v_payment, FALSE, p_user_id, p_request_id, p_now, v_payment_id, v_paid);
    END IF;
    UPDATE pending_payments SET status = p_status, settled_on = v_today, payment_id = v_payment_id, reason = p_reason, updated_by = p_user_id
    WHERE id = p_pending_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    CALL _audit(
        'payment_status', 'pending_payments', p_pending_id, '{"status":"pending"}',
        CONCAT('{"status":"', p_status, '","payment_id":', COALESCE(v_payment_id, 'null'), '}'), p_reason, p_user_id, p_request_id, p_now);

    -- answer
    SET p_response = CONCAT(
        '{"ok":true,"msg":"تم تغيير حالة الدفعة.","payment_id":', COALESCE(v_payment_id, 'null'), ',"pending_payment_id":', p_pending_id,
        ',"invoice_id":', v_invoice_id, ',"status":"', p_status, '","payment":', COALESCE(v_paid, 'null'), ',"voided":null,"refunded":null}');
END

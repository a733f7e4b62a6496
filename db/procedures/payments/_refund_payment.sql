-- Give back, by its own method, what is left of one payment, within the caller's transaction: its invoice or debit note owes that again.
-- Parameters: p_payment_id; p_reason or NULL; p_branch_id or NULL; p_now UTC.
-- Returns: p_refund_id the row that gives it back; p_response the answer as JSON.
-- Errors: UNKNOWN_PAYMENT, VALIDATION, UNKNOWN_BRANCH, FORBIDDEN_BRANCH, INVOICE_CLOSED, DEBIT_NOTE_CLOSED, PAYMENT_VOIDED, INVALID_STATUS where nothing is left of it,
--   PAYMENTS_REQUIRED, PERIOD_CLOSED.
-- Locks: customer, invoice with its work order, or debit note, by primary key; shift; series JE, then PAY.
CREATE PROCEDURE _refund_payment(
    IN p_payment_id BIGINT,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_branch_id BIGINT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_refund_id INT,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_at DATETIME DEFAULT _as_timestamp(p_now);
    DECLARE v_invoice_id, v_debit_note_id, v_customer_id, v_company_id, v_branch_id, v_work_order_id, v_shift_id INT;
    DECLARE v_today DATE;
    DECLARE v_minor_units, v_document_minor_units TINYINT;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE v_branch_code, v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_open, v_amount, v_applied, v_deposited DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_work_order_json VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';

    -- lock
    CALL _lock_payment_to_undo(
        p_user_id, p_payment_id, TRUE, p_branch_id, p_now, v_amount, v_applied, v_currency, v_document_minor_units, v_rate, v_method, v_deposited,
        v_invoice_id, v_debit_note_id, v_document_no, v_paid, v_open,
        v_customer_id, v_balance_before, v_wallet_before, v_seq, v_work_order_id, v_company_id, v_branch_id, v_branch_code, v_minor_units, v_today);
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    CALL _join_shift(p_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _post_payment(
        v_invoice_id, v_debit_note_id, v_document_no, v_work_order_id, -v_amount,
        IF(v_debit_note_id IS NULL AND v_currency IS NULL, NULL, -v_applied), v_document_minor_units, NULL, v_method, p_reason, NULL,
        p_payment_id, -v_amount, 0,
        v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, p_user_id, v_shift_id, v_balance, v_wallet, v_seq, v_entries, p_refund_id);
    CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), v_customer_id);
    CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    CALL _reopen_document(
        v_invoice_id, v_debit_note_id, IF(v_debit_note_id IS NULL AND v_currency IS NOT NULL, v_balance - v_balance_before, v_applied), p_refund_id, p_reason, p_user_id, p_request_id, p_now, v_paid, v_open);

    -- answer
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET p_response = CONCAT(
        '{"ok":true,"payment_id":', p_payment_id, ',"refund_id":', p_refund_id, ',"invoice_id":', COALESCE(v_invoice_id, 'null'), ',"debit_note_id":', COALESCE(v_debit_note_id, 'null'),
        ',"method":"', v_method, '","amount":', _money(v_applied, v_document_minor_units),
        _in_base_json(v_currency, v_rate, v_amount, v_balance - v_balance_before, v_minor_units),
        ',"remaining_after":', _money(v_open, v_document_minor_units), ',"payment_status":"', IF(v_paid > 0, 'partial', 'pending'), '"',
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_order":', v_work_order_json, '}');
END

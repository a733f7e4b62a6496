-- Undo a payment by new rows, within the caller's transaction: its invoice or debit note owes its amount again.
-- Parameters: p_payment_id, p_reason and p_refund none|wallet of sp_void_payment; p_while_open whether the payment's shift must be open still (what
-- only became known later is posted all the same, but cash was counted); p_branch_id or NULL; p_now UTC.
-- Returns: p_void_id the row that undoes it; p_response the answer as JSON.
-- Errors: WALLET_SPENT, and those of its pieces, all named by sp_void_payment. Locks: those of sp_void_payment.
CREATE PROCEDURE _void_payment(
    IN p_payment_id BIGINT,
    IN p_while_open TINYINT,
    IN p_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_branch_id BIGINT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_void_id INT,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_work_order_json VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';
    DECLARE v_at DATETIME DEFAULT _as_timestamp(p_now);
    DECLARE v_today DATE;
    DECLARE v_customer_id, v_company_id, v_branch_id, v_work_order_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_document_minor_units TINYINT;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_open DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_wallet_transaction_id, v_customer_transaction_id INT;
    DECLARE v_invoice_id, v_debit_note_id INT;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_amount, v_applied, v_deposited DECIMAL(19,4);
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_shift_id INT;

    -- lock
    CALL _lock_payment_to_undo(
        p_user_id, p_payment_id, FALSE, p_branch_id, p_now, v_amount, v_applied, v_currency, v_document_minor_units, v_rate, v_method, v_deposited,
        v_invoice_id, v_debit_note_id, v_document_no, v_paid, v_open,
        v_customer_id, v_balance_before, v_wallet_before, v_seq, v_work_order_id, v_company_id, v_branch_id, v_branch_code, v_minor_units, v_today);
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    SET v_deposited = IF(p_refund = 'none' AND v_method <> 'wallet', v_deposited, 0);
    IF v_deposited > 0 AND v_deposited > v_wallet THEN
        CALL _raise('WALLET_SPENT', v_customer_id, _money(v_deposited, v_minor_units), _money(v_wallet, v_minor_units), NULL);
    END IF;
    IF p_while_open OR v_method = 'cash' THEN
        CALL _check_shift_open(
            (SELECT e.shift_id FROM journal_entries AS e FORCE INDEX (journal_entries_once)
            WHERE e.reference_type = 'invoice_payments' AND e.reference_id = p_payment_id AND e.entry_type = 'payment'),
            (SELECT p.payment_no FROM invoice_payments AS p WHERE p.id = p_payment_id));
    END IF;
    CALL _join_shift(p_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _post_payment(
        v_invoice_id, v_debit_note_id, v_document_no, v_work_order_id, -v_amount,
        IF(v_debit_note_id IS NULL AND v_currency IS NULL, NULL, -v_applied), v_document_minor_units, NULL, v_method, p_reason,
        p_payment_id, NULL, -v_amount, 0,
        v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, p_user_id, v_shift_id, v_balance, v_wallet, v_seq, v_entries, p_void_id);
    CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), v_customer_id);
    IF p_refund = 'wallet' AND v_method <> 'wallet' THEN
        CALL _post_customer_transaction(
            v_customer_id, 'deposit', 0, v_amount, 'refund', v_method, CONCAT('قيمة الدفعة الملغاة رقم ', p_payment_id),
            v_invoice_id, NULL, NULL, v_debit_note_id, v_work_order_id, v_today, v_at, p_user_id,
            v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
        CALL _post_wallet_entry(
            v_method, v_amount, v_wallet_transaction_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, p_user_id, v_shift_id);
    END IF;
    IF v_deposited > 0 THEN
        CALL _post_customer_transaction(
            v_customer_id, 'withdraw', 0, -v_deposited, 'withdraw', v_method, CONCAT('زيادة الدفعة الملغاة رقم ', p_payment_id),
            v_invoice_id, NULL, NULL, v_debit_note_id, v_work_order_id, v_today, v_at, p_user_id,
            v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
        CALL _post_wallet_entry(
            v_method, -v_deposited, v_wallet_transaction_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, p_user_id, v_shift_id);
    END IF;
    CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    CALL _reopen_document(
        v_invoice_id, v_debit_note_id, IF(v_debit_note_id IS NULL AND v_currency IS NOT NULL, v_balance - v_balance_before, v_applied), p_void_id, p_reason, p_user_id, p_request_id, p_now, v_paid, v_open);

    -- answer
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET p_response = CONCAT(
        '{"ok":true,"msg":"تم إلغاء الدفعة بنجاح.","payment_id":', p_payment_id, ',"void_id":', p_void_id, ',"invoice_id":', COALESCE(v_invoice_id, 'null'),
        ',"debit_note_id":', COALESCE(v_debit_note_id, 'null'),
        ',"amount":', _money(v_applied, v_document_minor_units),
        _in_base_json(v_currency, v_rate, v_amount, v_balance - v_balance_before, v_minor_units),
        ',"to_wallet":', _money(IF(v_method = 'wallet' OR p_refund = 'wallet', v_amount, 0), v_minor_units),
        ',"from_wallet":', _money(v_deposited, v_minor_units),
        ',"remaining_after":', _money(v_open, v_document_minor_units), ',"payment_status":"', IF(v_paid > 0, 'partial', 'pending'), '"',
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_order":', v_work_order_json, '}');
END

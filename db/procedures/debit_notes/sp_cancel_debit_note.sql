-- Cancel a debit note that nothing is applied to: the customer owes nothing of it any more. Its number stays, its reference is free again. What an adopted
-- one said stays in the balance, and is again of no document.
--
-- Parameters: p_request JSON object: debit_note_id, created_by; optional reason (at most 255 characters), branch_id, request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_DEBIT_NOTE, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, DEBIT_NOTE_APPLIED, DEBIT_NOTE_CLOSED, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, then debit note, by primary key; series JE.
-- Returns: one row, one column response: debit_note_id, debit_note_no, the header's members, customer.
-- Example: CALL sp_cancel_debit_note('{"debit_note_id": 3, "reason": "خطأ في المبلغ", "created_by": 5}');
CREATE PROCEDURE sp_cancel_debit_note(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
cancellation: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_customer_id, v_company_id, v_branch_id, v_entry_id, v_reversal_id INT;
    DECLARE v_wallet_transaction_id, v_customer_transaction_id INT;
    DECLARE v_debit_note_id BIGINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_debit_note_no, v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_base_minor_units TINYINT;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_applied, v_open, v_open_base, v_balance, v_balance_before, v_wallet, v_wallet_before DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_adopted TINYINT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_cancel_debit_note', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE cancellation;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_cancel_debit_note', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_debit_note_id = _required_id('debit_note_id', JSON_EXTRACT(p_request, '$.debit_note_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);

    -- lock
    CALL _check_branch_of(v_user_id, 'customer_debit_notes', v_debit_note_id);
    CALL _lock_debit_note(
        v_debit_note_id, v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq, v_debit_note_no, v_currency, v_minor_units,
        v_applied, v_open, v_open_base);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_base_minor_units, v_today);

    -- decide
    SELECT n.adopted INTO v_adopted FROM customer_debit_notes AS n WHERE n.id = v_debit_note_id;
    IF v_applied <> 0 THEN
        CALL _raise('DEBIT_NOTE_APPLIED', v_debit_note_no, _money(v_applied, v_minor_units), NULL, NULL);
    END IF;

    -- write
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    CALL _document_state('customer_debit_notes', v_debit_note_id, v_before);
    UPDATE customer_debit_notes SET cancelled_on = v_today, cancelled_by = v_user_id, cancel_reason = v_reason WHERE id = v_debit_note_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    IF NOT v_adopted THEN
        CALL _find_entry('customer_debit', 'customer_debit_notes', v_debit_note_id, v_entry_id);
        CALL _next_numbers(v_branch_id, v_branch_code, 'JE', v_today, 1, v_entry_no);
        CALL _post_entry(
            v_entry_no, 'customer_debit_reversal', 'customer_debit_notes', v_debit_note_id, NULL, v_entry_id, NULL,
            v_customer_id, v_company_id, v_branch_id, v_today, v_at, v_user_id, NULL, v_reversal_id);
        CALL _post_customer_transaction(
            v_customer_id, 'adjustment', -v_open_base, 0, NULL, NULL,
            CONCAT('إلغاء الإشعار المدين ', v_debit_note_no, _in_currency(NULL, v_debit_note_id, v_open, v_minor_units)), NULL, NULL, NULL, v_debit_note_id,
            NULL, v_today, v_at, v_user_id, v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
        CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    END IF;
    CALL _audit_change('cancel', 'customer_debit_notes', v_debit_note_id, v_before, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    SELECT CONCAT(
        '{"ok":true,"msg":"تم إلغاء الإشعار المدين بنجاح.",',
        _debit_note_members_json(
            n.id, n.debit_note_no, n.company_id, n.branch_id, n.cost_center_id, n.customer_id, n.source_invoice_id, n.debit_note_date, n.reference_type,
            n.reference_no, n.reason, n.adopted, n.currency, n.exchange_rate, n.net_total, n.tax_total, n.total, n.total_base, n.applied_amount, n.remaining_amount,
            n.remaining_base, n.status, n.cancelled_on, n.cancel_reason, n.created_by, n.created_at, v_minor_units, v_base_minor_units),
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_base_minor_units), '}')
    INTO v_response FROM customer_debit_notes AS n WHERE n.id = v_debit_note_id;
    CALL _close_request('sp_cancel_debit_note', v_request_id, v_hash, 'customer_debit_notes', v_debit_note_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Reverse a purchase, or an opening balance: its batches leave the stock, and the supplier is owed nothing of it any more. Refused once anything of it has
-- left, but for what went back to the supplier before (sp_return_purchase): then the rest goes.
--
-- Parameters: p_request JSON object: bill_id, created_by; optional refund account|cash|original, reason (at most 255 characters), branch_id, request_id.
--   What was paid with it stays on the supplier's account (account, the default), comes back in cash, or by the methods that it was paid by (original,
--   the default of a purchase without supplier, which has no account).
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_BILL, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   BILL_REVERSED, BATCH_CONSUMED, PERIOD_CLOSED.
-- Locks: request_id's bucket; supplier, then purchase, by primary key; products of its lines, ascending, and its batches; series JE, then PAY.
-- Returns: one row, one column response: bill_id, purchase_no, total (less what went back before), refunded_amount, refunds [{payment_id, method, amount}],
--   supplier or null.
-- Example: CALL sp_reverse_purchase('{"bill_id": 12, "reason": "بضاعة معيبة", "created_by": 5}');
CREATE PROCEDURE sp_reverse_purchase(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
reversal: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '[]';
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_supplier_id, v_company_id, v_branch_id, v_count, v_left_count, v_entry_id, v_reversal_id INT;
    DECLARE v_branch_code, v_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_purchase_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_purchase_no, v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_total, v_balance, v_balance_before DECIMAL(19,4);
    DECLARE v_refunded DECIMAL(19,4) DEFAULT 0;
    DECLARE v_seq, v_seq_before INT UNSIGNED;
    DECLARE v_shift_id INT;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_reverse_purchase', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE reversal;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_reverse_purchase', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_purchase_id = _required_id('bill_id', JSON_EXTRACT(p_request, '$.bill_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_refund = _read_word('refund', JSON_EXTRACT(p_request, '$.refund'), NULL, 'account,cash,original');

    -- lock
    CALL _check_branch_of(v_user_id, 'purchases', v_purchase_id);
    CALL _lock_purchase(v_purchase_id, v_supplier_id, v_company_id, v_balance, v_seq, v_purchase_no, v_total);
    SET v_balance_before = v_balance;
    SET v_seq_before = v_seq;
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _lock_batches_of_purchase(v_purchase_id, v_count, v_left_count);
    SET v_total = v_total - (
        SELECT COALESCE(SUM(r.value), 0) FROM purchase_returns AS r FORCE INDEX (purchase_returns_of_purchase) WHERE r.purchase_id = v_purchase_id);

    -- decide
    IF v_refund = 'account' AND v_supplier_id IS NULL THEN
        CALL _raise('VALIDATION', 'refund', v_refund, NULL, NULL);
    END IF;
    SET v_refund = COALESCE(v_refund, IF(v_supplier_id IS NULL, 'original', 'account'));
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _document_state('purchases', v_purchase_id, v_before);
    CALL _take_out_batches(v_purchase_id, v_count, v_user_id, v_at);
    UPDATE purchases SET reversed_on = v_today, reversed_by = v_user_id, reverse_reason = v_reason WHERE id = v_purchase_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    CALL _find_entry(IF(v_count = 0, 'opening', 'purchase'), 'purchases', v_purchase_id, v_entry_id);
    CALL _next_numbers(v_branch_id, v_branch_code, 'JE', v_today, 1, v_entry_no);
    CALL _post_entry(
        v_entry_no, 'purchase_reversal', 'purchases', v_purchase_id, NULL, v_entry_id, NULL,
        NULL, v_company_id, v_branch_id, v_today, v_at, v_user_id, v_shift_id, v_reversal_id);
    CALL _post_purchase_movements(v_reversal_id, 'purchase_reversal', v_purchase_id, v_left_count);
    IF v_supplier_id IS NOT NULL AND v_total <> 0 THEN
        CALL _post_supplier_transaction(
            v_supplier_id, 'purchase_reversal', -v_total, CONCAT('إلغاء المشتريات ', v_purchase_no), v_purchase_id, NULL, v_today, v_at, v_user_id,
            v_balance, v_seq);
    END IF;
    IF v_refund <> 'account' THEN
        CALL _refund_purchase(
            v_refund, v_reason, v_supplier_id, v_purchase_id, v_minor_units, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id,
            v_balance, v_seq, v_refunds, v_refunded);
    END IF;
    IF v_seq > v_seq_before THEN
        CALL _close_supplier_ledger(v_supplier_id, v_balance, v_seq);
    END IF;
    CALL _audit_change('reverse', 'purchases', v_purchase_id, v_before, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم إلغاء فاتورة الشراء بنجاح.","bill_id":', v_purchase_id, ',"purchase_no":"', v_purchase_no,
        '","total":', _money(v_total, v_minor_units), ',"refunded_amount":', _money(v_refunded, v_minor_units), ',"refunds":', v_refunds,
        ',"supplier":', _supplier_json(v_supplier_id, v_balance_before, v_balance, v_minor_units), '}');
    CALL _close_request('sp_reverse_purchase', v_request_id, v_hash, 'purchases', v_purchase_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

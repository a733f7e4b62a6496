-- Void money that went to a supplier, or came back, and in truth did not: a mistake, a check that bounced. The account is as it was without it.
--
-- Parameters: p_request JSON object: payment_id (of a supplier's payment or refund), created_by; optional reason (at most 255 characters), branch_id, request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_PAYMENT, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   PAYMENT_VOIDED, SHIFT_CLOSED (of cash), PERIOD_CLOSED.
-- Locks: request_id's bucket; supplier, or the purchase where it has none, by primary key; series JE, then PAY.
-- Returns: one row, one column response: payment_id, void_id, amount (below 0 for a refund), supplier {id, balance_before, balance_after} or null.
-- Example: CALL sp_void_supplier_payment('{"payment_id": 7, "reason": "شيك مرتجع", "created_by": 5}');
CREATE PROCEDURE sp_void_supplier_payment(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
voiding: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_supplier_id, v_purchase_id, v_company_id, v_branch_id, v_undoes_id, v_void_id, v_locked_id INT;
    DECLARE v_branch_code, v_kind, v_method, v_undone_by VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_payment_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_amount, v_balance, v_balance_before DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_shift_id INT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_void_supplier_payment', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE voiding;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_void_supplier_payment', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_payment_id = _required_id('payment_id', JSON_EXTRACT(p_request, '$.payment_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    CALL _check_branch_of(v_user_id, 'supplier_payments', v_payment_id);
    -- a payment row never changes, so this needs no lock
    SELECT p.supplier_id, p.purchase_id, p.company_id, p.kind, p.amount, p.payment_method, p.undoes_id
    INTO v_supplier_id, v_purchase_id, v_company_id, v_kind, v_amount, v_method, v_undoes_id
    FROM supplier_payments AS p WHERE p.id = v_payment_id;
    IF v_company_id IS NULL THEN
        CALL _raise('UNKNOWN_PAYMENT', v_payment_id, NULL, NULL, NULL);
    END IF;
    IF v_undoes_id IS NOT NULL THEN
        CALL _raise('VALIDATION.undoes_another', v_payment_id, v_undoes_id, NULL, NULL);
    END IF;

    -- lock
    IF v_supplier_id IS NULL THEN
        SELECT p.id INTO v_locked_id FROM purchases AS p WHERE p.id = v_purchase_id FOR UPDATE;
    ELSE
        CALL _lock_supplier(v_supplier_id, FALSE, v_company_id, v_balance, v_seq);
    END IF;
    SET v_balance_before = v_balance;
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);

    -- decide
    SELECT MAX(p.kind) INTO v_undone_by
    FROM supplier_payments AS p FORCE INDEX (supplier_payments_undo_once) WHERE p.undoes_id = v_payment_id;
    IF v_undone_by IS NOT NULL THEN
        CALL _raise(IF(v_undone_by = 'void', 'PAYMENT_VOIDED', 'PAYMENT_VOIDED.given_back'), v_payment_id, NULL, NULL, NULL);
    END IF;
    -- without a supplier nobody has an account on which what came back could be owed
    IF v_supplier_id IS NULL AND v_kind = 'payment' AND v_amount > (
        SELECT COALESCE(SUM(p.amount), v_amount)
        FROM supplier_payments AS p FORCE INDEX (supplier_payments_of_purchase) WHERE p.purchase_id = v_purchase_id) THEN
        CALL _raise('PAYMENT_VOIDED.given_back_in_part', v_payment_id, NULL, NULL, NULL);
    END IF;
    -- a check that bounces becomes known later, cash was counted
    IF v_method = 'cash' THEN
        CALL _check_shift_open(
            (SELECT e.shift_id FROM journal_entries AS e FORCE INDEX (journal_entries_once)
            WHERE e.reference_type = 'supplier_payments' AND e.reference_id = v_payment_id AND e.entry_type IN ('supplier_payment', 'refund')),
            (SELECT p.payment_no FROM supplier_payments AS p WHERE p.id = v_payment_id));
    END IF;
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _post_supplier_payment(
        v_supplier_id, v_purchase_id, 'void', -v_amount, v_method, v_reason, v_payment_id, IF(v_kind = 'payment', 'supplier_payment', 'refund'),
        v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id, v_balance, v_seq, v_void_id);
    IF v_supplier_id IS NOT NULL THEN
        CALL _close_supplier_ledger(v_supplier_id, v_balance, v_seq);
    END IF;
    CALL _audit_change('void', 'supplier_payments', v_void_id, NULL, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم إلغاء دفعة المورد بنجاح.","payment_id":', v_payment_id, ',"void_id":', v_void_id, ',"amount":', _money(v_amount, v_minor_units),
        ',"supplier":', _supplier_json(v_supplier_id, v_balance_before, v_balance, v_minor_units), '}');
    CALL _close_request('sp_void_supplier_payment', v_request_id, v_hash, 'supplier_payments', v_void_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

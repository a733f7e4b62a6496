-- Pay a supplier what is owed, or take back what the supplier owes. Money settles the account, not one bill: the oldest bills count as paid first.
--
-- Parameters: p_request JSON object: supplier_id, created_by; amount with method cash|bank_transfer|check|card (cash) and notes, or payments
--   [{amount, method, notes}]; optional type payment|refund (payment), overpayment reject|advance (reject), branch_id, request_id. Amounts are currency units.
--   payment: at most what is owed, or more as an advance. refund: the supplier gives money back, at most what the supplier owes.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_SUPPLIER, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, TOO_MANY_ITEMS, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, PAYMENTS_MISMATCH, NOTHING_TO_PAY, OVERPAYMENT, PERIOD_CLOSED.
-- Locks: request_id's bucket; supplier by primary key; series JE, then PAY.
-- Returns: one row, one column response: type, amount, payments [{payment_id, method, amount}], supplier {id, balance_before, balance_after}.
-- Example: CALL sp_pay_supplier('{"supplier_id": 2, "amount": "1500.00", "method": "check", "created_by": 5}');
CREATE PROCEDURE sp_pay_supplier(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
payment: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_payments_raw, v_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_company_id, v_branch_id, v_payment_id INT;
    DECLARE v_branch_code, v_type, v_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_supplier_id BIGINT;
    DECLARE v_rows JSON;
    DECLARE v_paid, v_open, v_balance, v_balance_before DECIMAL(19,4);
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
    CALL _open_request('sp_pay_supplier', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE payment;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_pay_supplier', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_supplier_id = _required_id('supplier_id', JSON_EXTRACT(p_request, '$.supplier_id'));
    SET v_type = _read_word('type', JSON_EXTRACT(p_request, '$.type'), 'payment', 'payment,refund');
    SET v_overpayment = _read_word('overpayment', JSON_EXTRACT(p_request, '$.overpayment'), 'reject', 'reject,advance');
    SET v_payments_raw = _payments_of_request(p_request);

    -- lock
    CALL _lock_supplier(v_supplier_id, FALSE, v_company_id, v_balance, v_seq);
    SET v_balance_before = v_balance;
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);

    -- decide
    CALL _read_supplier_payments(v_payments_raw, v_minor_units, v_rows, v_paid);
    IF v_paid = 0 THEN
        CALL _raise('INVALID_PAYMENT', 'amount', '0', NULL, NULL);
    END IF;
    SET v_open = IF(v_type = 'payment', v_balance, -v_balance);
    IF v_type = 'refund' OR v_overpayment = 'reject' THEN
        IF v_open <= 0 THEN
            CALL _raise(IF(v_type = 'payment', 'NOTHING_TO_PAY.supplier', 'NOTHING_TO_PAY.by_supplier'), v_supplier_id, NULL, NULL, NULL);
        END IF;
        IF v_paid > v_open THEN
            CALL _raise('OVERPAYMENT', _money(v_paid, v_minor_units), _money(v_open, v_minor_units), NULL, NULL);
        END IF;
    END IF;
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _post_supplier_payments(
        v_rows, v_type, v_supplier_id, NULL, v_minor_units, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id,
        v_balance, v_seq, v_payment_id, v_payments);
    CALL _close_supplier_ledger(v_supplier_id, v_balance, v_seq);
    CALL _audit_change('post', 'supplier_payments', v_payment_id, NULL, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"', IF(v_type = 'payment', 'تم تسجيل الدفعة للمورد بنجاح.', 'تم تسجيل المبلغ المسترد من المورد بنجاح.'),
        '","type":"', v_type, '","amount":', _money(v_paid, v_minor_units), ',"payments":', v_payments,
        ',"supplier":', _supplier_json(v_supplier_id, v_balance_before, v_balance, v_minor_units), '}');
    CALL _close_request('sp_pay_supplier', v_request_id, v_hash, 'supplier_payments', v_payment_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

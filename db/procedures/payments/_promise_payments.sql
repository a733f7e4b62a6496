-- Keep money that is promised for an invoice, such as by a check that the bank has yet to pay: it counts nowhere. Read, lock, decide, write and
-- answer, within the caller's transaction.
-- Parameters: p_request as of sp_add_payment with status pending; p_now UTC.
-- Returns: p_pending_id the first one's id; p_response the answer as JSON.
-- Errors: VALIDATION, UNKNOWN_INVOICE, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH, FORBIDDEN_BRANCH, NOTHING_TO_PAY, INVOICE_CLOSED, INVALID_PAYMENT, INVALID_PAYMENT_METHOD,
-- AMOUNT_PRECISION, PAYMENTS_MISMATCH, TOO_MANY_ITEMS, OTHER_CURRENCY, OVERPAYMENT where all that is promised for the invoice comes to more than is open.
-- Locks: customer, then the invoice, by primary key: under them alone money is promised for it.
CREATE PROCEDURE _promise_payments(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_pending_id INT,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_invoice_id, v_customer_id BIGINT;
    DECLARE v_company_id, v_branch_id, v_pending_id INT;
    DECLARE v_minor_units TINYINT;
    DECLARE v_today DATE;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_wallet, v_open, v_promised, v_sum, v_wallet_sum, v_cash_sum, v_amount, v_excess DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_payments_raw, v_invoices, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_pending LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_rows JSON;
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE v_base_amount DECIMAL(19,4);
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    -- read
    SET v_invoice_id = _read_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id'));
    IF v_invoice_id IS NULL OR COALESCE(
        _scalar(JSON_EXTRACT(p_request, '$.work_order_id')), _scalar(JSON_EXTRACT(p_request, '$.customer_id')),
        _scalar(JSON_EXTRACT(p_request, '$.invoices')), _scalar(JSON_EXTRACT(p_request, '$.debit_note_id'))) IS NOT NULL THEN
        CALL _raise('VALIDATION.pending_target', NULL, NULL, NULL, NULL);
    END IF;
    SET v_payments_raw = _payments_of_request(p_request);

    -- lock
    CALL _find_payer(v_invoice_id, NULL, NULL, v_customer_id, v_invoices);
    CALL _lock_customer(v_customer_id, v_company_id, v_balance, v_wallet, v_seq);
    CALL _read_branch(
        p_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _lock_payable_invoice(p_user_id, v_invoice_id, v_customer_id, NULL, 'OTHER_CURRENCY.promise', v_open);

    -- decide
    CALL _read_payment_rate(p_request, v_company_id, v_today, v_minor_units, v_currency, v_rate, v_base_amount);
    CALL _read_payments(v_payments_raw, v_minor_units, v_rows, v_sum, v_wallet_sum, v_cash_sum);
    IF v_sum = 0 THEN
        CALL _raise('INVALID_PAYMENT', 'amount', '0', NULL, NULL);
    END IF;
    IF v_wallet_sum > 0 THEN
        CALL _raise('INVALID_PAYMENT_METHOD.pending', NULL, NULL, NULL, NULL);
    END IF;
    SELECT COALESCE(SUM(w.amount), 0) INTO v_promised
    FROM pending_payments AS w FORCE INDEX (pending_payments_of_invoice) WHERE w.invoice_id = v_invoice_id AND w.status = 'pending';
    IF v_promised + v_sum > v_open THEN
        CALL _raise('OVERPAYMENT', _money(v_promised + v_sum, v_minor_units), _money(v_open, v_minor_units), NULL, NULL);
    END IF;

    -- write
    WHILE v_row_no < JSON_LENGTH(v_rows) DO
        CALL _read_plain_payment(v_rows, v_row_no, v_amount, v_excess, v_method, v_notes);
        INSERT INTO pending_payments (company_id, branch_id, invoice_id, amount, payment_method, notes, promised_on, created_by, created_at)
        VALUES (v_company_id, v_branch_id, v_invoice_id, v_amount, v_method, v_notes, v_today, p_user_id, _as_timestamp(p_now));
        SET v_pending_id = LAST_INSERT_ID();
        SET p_pending_id = COALESCE(p_pending_id, v_pending_id);
        SET v_pending = CONCAT(
            v_pending, ',{"pending_payment_id":', v_pending_id, ',"method":"', v_method, '","amount":', _money(v_amount, v_minor_units), ',"status":"pending"}');
        CALL _audit_change('post', 'pending_payments', v_pending_id, NULL, NULL, p_user_id, p_request_id, p_now);
        SET v_row_no = v_row_no + 1;
    END WHILE;

    -- answer
    SET p_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل الدفعة المؤجلة.","allocations":[],"total_allocated":', _money(0, v_minor_units),
        ',"to_wallet":', _money(0, v_minor_units), ',"change_due":', _money(0, v_minor_units),
        ',"customer":', _customer_json(v_customer_id, v_balance, v_balance, v_wallet, v_wallet, v_minor_units),
        ',"work_orders":[],"pending_payments":[', SUBSTRING(v_pending, 2), ']}');
END

-- Take money: for one invoice, for listed invoices, or for the open invoices of a work order or customer, oldest due first.
--
-- Parameters: p_request JSON object: created_by; exactly one of invoice_id, invoices [{invoice_id, amount}] (amount absent: all that is
--   open), work_order_id, customer_id; amount with method and notes, or payments [{amount, method, notes, parts}]; optional overpayment
--   reject|wallet|change (reject), branch_id, request_id. Amounts are currency units.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, UNKNOWN_INVOICE, UNKNOWN_WORK_ORDER,
--   UNKNOWN_CUSTOMER, UNKNOWN_BRANCH, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, PAYMENTS_MISMATCH, OVERPAYMENT,
--   NOTHING_TO_PAY, INVOICE_CLOSED, WALLET_INSUFFICIENT, TOO_MANY_ITEMS, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer; invoices by primary key, listed ones ascending, others as they are found, found by plain reads of
--   invoices_out_pay_order or invoices_out_of_work_order; work orders by the invoices' trigger; series JE and PAY. All of one customer's rows
--   are changed under the customer's lock only.
-- Returns: one row, one column response: the answer as JSON.
-- Example: CALL sp_add_payment('{"customer_id": 4, "amount": 2000, "method": "cash", "created_by": 5}');
CREATE PROCEDURE sp_add_payment(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
payment: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows JSON;
    DECLARE v_invoices_raw, v_invoices, v_payments_raw, v_documents, v_allocations, v_work_orders LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_invoice_id, v_work_order_id, v_customer_id BIGINT;
    DECLARE v_company_id, v_branch_id, v_first_payment_id INT;
    DECLARE v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_wallet_paid, v_cash_paid, v_open, v_allocated DECIMAL(19,4);
    DECLARE v_excess DECIMAL(19,4) DEFAULT 0;
    DECLARE v_seq INT UNSIGNED;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_add_payment', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE payment;
    END IF;
    SET v_now = _now();
    CALL _read_user(JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_at = _as_timestamp(v_now);
    SET v_invoice_id = _read_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id'));
    SET v_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_request, '$.work_order_id'));
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET v_invoices_raw = JSON_EXTRACT(p_request, '$.invoices');
    IF (v_invoice_id IS NOT NULL) + (v_work_order_id IS NOT NULL) + (v_customer_id IS NOT NULL) + (_scalar(v_invoices_raw) IS NOT NULL) <> 1 THEN
        CALL _raise('VALIDATION.one_target', NULL, NULL, NULL, NULL);
    END IF;
    SET v_overpayment = _read_word('overpayment', JSON_EXTRACT(p_request, '$.overpayment'), 'reject', 'reject,wallet,change');
    SET v_payments_raw = _payments_of_request(p_request);

    -- lock
    CALL _find_payer(v_invoice_id, v_invoices_raw, v_work_order_id, v_customer_id, v_invoices);
    CALL _lock_customer(v_customer_id, v_company_id, v_balance, v_wallet, v_seq);
    SET v_balance_before = v_balance;
    SET v_wallet_before = v_wallet;
    CALL _read_branch(
        v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_invoice_id IS NOT NULL THEN
        SET v_invoices = CONCAT('[{"invoice_id":', v_invoice_id, '}]');
    END IF;
    IF v_invoices IS NOT NULL THEN
        CALL _lock_listed_invoices(v_invoices, v_customer_id, v_minor_units, v_documents, v_open);
    ELSEIF v_overpayment <> 'reject' THEN
        -- excess may leave only after every open invoice is settled; else the walk over them ends where the money ends
        SET v_open = _open_total(v_customer_id, v_work_order_id);
    END IF;

    -- decide
    CALL _read_payments(v_payments_raw, v_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid);
    IF v_paid = 0 THEN
        CALL _raise('INVALID_PAYMENT', 'amount', '0', NULL, NULL);
    END IF;
    IF v_invoices IS NOT NULL AND v_invoice_id IS NULL AND (v_paid < v_open OR (v_paid > v_open AND v_overpayment = 'reject')) THEN
        CALL _raise('PAYMENTS_MISMATCH', _money(v_paid, v_minor_units), _money(v_open, v_minor_units), NULL, NULL);
    END IF;
    IF v_paid > v_open AND v_open > 0 THEN
        SET v_excess = v_paid - v_open;
        CALL _split_excess(v_overpayment, v_excess, v_paid, v_wallet_paid, v_cash_paid, v_minor_units, v_rows);
    END IF;
    IF v_wallet_paid > GREATEST(v_wallet, 0) THEN
        CALL _raise('WALLET_INSUFFICIENT', v_customer_id, _money(v_wallet_paid, v_minor_units), _money(v_wallet, v_minor_units), NULL);
    END IF;

    -- write
    CALL _allocate_payments(
        v_rows, v_overpayment, v_documents, v_work_order_id, v_minor_units, v_customer_id, v_company_id, v_branch_id, v_branch_code,
        v_today, v_at, v_user_id, v_balance, v_wallet, v_seq, v_allocations, v_allocated, v_first_payment_id);
    IF v_allocated = 0 THEN
        CALL _raise(IF(v_work_order_id IS NULL, 'NOTHING_TO_PAY.customer', 'NOTHING_TO_PAY.work_order'), COALESCE(v_work_order_id, v_customer_id), NULL, NULL, NULL);
    END IF;
    IF v_allocated < v_paid - v_excess THEN
        CALL _raise('OVERPAYMENT', _money(v_paid, v_minor_units), _money(v_allocated, v_minor_units), NULL, NULL);
    END IF;
    IF v_excess > 0 AND v_overpayment = 'wallet' THEN
        CALL _deposit_excess(
            v_rows, 'زيادة دفعة أودعت في المحفظة', v_customer_id, NULL, v_work_order_id, v_company_id, v_branch_id, v_branch_code,
            v_today, v_at, v_user_id, v_balance, v_wallet, v_seq);
    END IF;
    CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);

    -- answer
    CALL _work_orders_of(v_allocations, v_minor_units, v_work_orders);
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل الدفعة بنجاح.","allocations":', v_allocations,
        ',"total_allocated":', _money(v_allocated, v_minor_units),
        ',"to_wallet":', _money(IF(v_overpayment = 'wallet', v_excess, 0), v_minor_units),
        ',"change_due":', _money(IF(v_overpayment = 'change', v_excess, 0), v_minor_units),
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_orders":', v_work_orders, '}');
    CALL _close_request('sp_add_payment', v_request_id, v_hash, 'invoice_payments', v_first_payment_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

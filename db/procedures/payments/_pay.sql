-- A payment: read, lock, decide, write and answer it, within the caller's transaction.
-- Parameters: p_request as of sp_add_payment; p_in_full: the money is what is open on its invoice_id, in one row; p_now UTC.
-- Returns: p_first_payment_id; p_response the answer as JSON. Errors: VALIDATION, INVALID_PAYMENT, PAYMENTS_MISMATCH, OVERPAYMENT,
-- NOTHING_TO_PAY, OVER_APPLIED, CURRENCY_MISMATCH, OTHER_CURRENCY, WALLET_INSUFFICIENT, and those of its pieces, all named by sp_add_payment. Locks: those of sp_add_payment.
CREATE PROCEDURE _pay(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_in_full TINYINT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_first_payment_id INT,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows JSON;
    DECLARE v_invoices_raw, v_invoices, v_payments_raw, v_documents, v_allocations, v_work_orders LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_invoice_id, v_work_order_id, v_debit_note_id, v_customer_id BIGINT;
    DECLARE v_company_id, v_branch_id INT;
    DECLARE v_debit_note_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_shift_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_document_minor_units TINYINT;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_wallet_paid, v_wallet_worth, v_cash_paid, v_applied, v_open, v_open_base,
        v_base_amount, v_allocated DECIMAL(19,4);
    DECLARE v_excess DECIMAL(19,4) DEFAULT 0;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_bytes LONGBLOB DEFAULT p_request;

    -- read
    SET v_at = _as_timestamp(p_now);
    SET v_invoice_id = _read_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id'));
    SET v_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_request, '$.work_order_id'));
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET v_debit_note_id = _read_id('debit_note_id', JSON_EXTRACT(p_request, '$.debit_note_id'));
    SET v_invoices_raw = JSON_EXTRACT(p_request, '$.invoices');
    IF (v_invoice_id IS NOT NULL) + (v_work_order_id IS NOT NULL) + (v_customer_id IS NOT NULL) + (v_debit_note_id IS NOT NULL)
        + (_scalar(v_invoices_raw) IS NOT NULL) <> 1 THEN
        CALL _raise('VALIDATION.one_target', NULL, NULL, NULL, NULL);
    END IF;
    SET v_overpayment = _read_word('overpayment', JSON_EXTRACT(p_request, '$.overpayment'), 'reject', 'reject,wallet,change');
    IF NOT p_in_full THEN
        SET v_payments_raw = _payments_of_request(p_request);
    END IF;

    -- lock
    IF v_debit_note_id IS NOT NULL THEN
        CALL _check_branch_of(p_user_id, 'customer_debit_notes', v_debit_note_id);
        CALL _lock_debit_note(
            v_debit_note_id, v_customer_id, v_company_id, v_balance, v_wallet, v_seq, v_debit_note_no, v_currency, v_document_minor_units,
            v_applied, v_open, v_open_base);
        SET v_documents = CONCAT('[{"place":1,"debit_note_id":', v_debit_note_id, ',"amount":"', v_open, '"}]');
    ELSE
        CALL _find_payer(v_invoice_id, v_invoices_raw, v_work_order_id, v_customer_id, v_invoices);
        CALL _lock_customer(v_customer_id, v_company_id, v_balance, v_wallet, v_seq);
        IF v_invoice_id IS NOT NULL THEN
            CALL _currency_of_invoice(v_invoice_id, v_currency, v_document_minor_units);
        END IF;
    END IF;
    SET v_balance_before = v_balance;
    SET v_wallet_before = v_wallet;
    CALL _read_branch(
        p_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    -- a look at the text is all that a payment in the company's currency pays for it
    IF v_debit_note_id IS NOT NULL OR v_currency IS NOT NULL
        OR LOCATE('"currency"', v_bytes) > 0 OR LOCATE('"exchange_rate"', v_bytes) > 0 OR LOCATE('"base_amount"', v_bytes) > 0
    THEN
        CALL _read_payment_rate(p_request, v_company_id, v_today, v_minor_units, v_currency, v_rate, v_base_amount);
    ELSE
        SET v_rate = 1;
    END IF;
    SET v_document_minor_units = COALESCE(v_document_minor_units, v_minor_units);
    IF v_invoice_id IS NOT NULL THEN
        CALL _lock_payable_invoice(p_user_id, v_invoice_id, v_customer_id, v_currency, NULL, v_open);
        SET v_documents = CONCAT('[{"place":1,"invoice_id":', v_invoice_id, ',"amount":"', v_open, '"}]');
    ELSEIF v_invoices IS NOT NULL THEN
        CALL _lock_listed_invoices(p_user_id, v_invoices, v_customer_id, v_minor_units, v_documents, v_open);
    ELSEIF v_documents IS NULL AND v_overpayment <> 'reject' THEN
        -- excess may leave only after every open document is settled; else the walk over them ends where the money ends
        SET v_open = _open_total(v_customer_id, v_work_order_id);
    END IF;

    -- decide
    IF p_in_full THEN
        SET v_payments_raw = CONCAT(
            '[{"amount":"', v_open, '","method":', COALESCE(JSON_EXTRACT(p_request, '$.method'), 'null'),
            ',"notes":', COALESCE(JSON_EXTRACT(p_request, '$.notes'), 'null'), '}]');
    END IF;
    CALL _read_payments(v_payments_raw, v_document_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid);
    IF v_paid = 0 THEN
        CALL _raise('INVALID_PAYMENT', 'amount', '0', NULL, NULL);
    END IF;
    IF v_invoices IS NOT NULL AND (v_paid < v_open OR (v_paid > v_open AND v_overpayment = 'reject')) THEN
        CALL _raise('PAYMENTS_MISMATCH', _money(v_paid, v_minor_units), _money(v_open, v_minor_units), NULL, NULL);
    END IF;
    IF v_base_amount IS NOT NULL AND JSON_LENGTH(v_rows) > 1 THEN
        CALL _raise('VALIDATION', 'base_amount beside several payments', v_base_amount, NULL, NULL);
    END IF;
    IF v_currency IS NOT NULL AND v_overpayment <> 'reject' THEN
        IF v_debit_note_id IS NULL THEN
            CALL _raise('OTHER_CURRENCY.overpayment', v_currency, NULL, NULL, NULL);
        END IF;
        CALL _raise('VALIDATION.note_overpayment', v_debit_note_id, v_currency, v_overpayment, NULL);
    END IF;
    IF v_debit_note_id IS NOT NULL AND v_paid > v_open THEN
        IF v_overpayment = 'reject' THEN
            CALL _raise(
                'OVER_APPLIED', v_debit_note_id, _money(v_paid, v_document_minor_units), _money(v_open, v_document_minor_units), NULL);
        END IF;
        IF v_open = 0 THEN
            CALL _raise('NOTHING_TO_PAY.debit_note', v_debit_note_id, NULL, NULL, NULL);
        END IF;
    END IF;
    IF v_paid > v_open AND v_open > 0 THEN
        SET v_excess = v_paid - v_open;
        CALL _split_excess(v_overpayment, v_excess, v_paid, v_wallet_paid, v_cash_paid, v_document_minor_units, v_rows);
    END IF;
    SET v_wallet_worth = IF(
        v_wallet_paid = 0 OR v_currency IS NULL, v_wallet_paid,
        _check_worth('amount', v_wallet_paid, COALESCE(v_base_amount, ROUND(v_wallet_paid * v_rate, v_minor_units))));
    IF v_wallet_worth > GREATEST(v_wallet, 0) THEN
        CALL _raise('WALLET_INSUFFICIENT', v_customer_id, _money(v_wallet_worth, v_minor_units), _money(v_wallet, v_minor_units), NULL);
    END IF;
    CALL _join_shift(p_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _allocate_payments(
        v_rows, v_overpayment, v_documents, v_work_order_id, v_currency, v_document_minor_units, v_rate, v_base_amount, v_minor_units, v_customer_id,
        v_company_id, v_branch_id, v_branch_code,
        v_today, v_at, p_user_id, v_shift_id, p_request_id, p_now, v_balance, v_wallet, v_seq, v_allocations, v_work_orders, v_allocated,
        p_first_payment_id);
    IF v_allocated = 0 THEN
        CALL _raise(IF(v_work_order_id IS NULL, 'NOTHING_TO_PAY.customer', 'NOTHING_TO_PAY.work_order'), COALESCE(v_work_order_id, v_customer_id), NULL, NULL, NULL);
    END IF;
    IF v_allocated < v_paid - v_excess THEN
        CALL _raise('OVERPAYMENT', _money(v_paid, v_minor_units), _money(v_allocated, v_minor_units), NULL, NULL);
    END IF;
    IF v_excess > 0 AND v_overpayment = 'wallet' THEN
        CALL _deposit_excess(
            v_rows, 'زيادة دفعة أودعت في المحفظة', v_customer_id, NULL, v_work_order_id, v_company_id, v_branch_id, v_branch_code,
            v_today, v_at, p_user_id, v_shift_id, v_balance, v_wallet, v_seq);
    END IF;
    CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);

    -- answer
    IF v_work_orders <> '[]' THEN
        CALL _work_orders_of(v_work_orders, v_minor_units, v_work_orders);
    END IF;
    SET p_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل الدفعة بنجاح.","allocations":', v_allocations,
        ',"total_allocated":', _money(v_allocated, v_document_minor_units),
        ',"to_wallet":', _money(IF(v_overpayment = 'wallet', v_excess, 0), v_minor_units),
        ',"change_due":', _money(IF(v_overpayment = 'change', v_excess, 0), v_minor_units),
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_orders":', v_work_orders, '}');
END

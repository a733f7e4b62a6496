-- Take goods back: into the batches that they came from, at the cost they left at; their value off what is open on the invoice, and what of
-- it was paid already back to the customer; or exchange them: new lines are sold in the same transaction, on an invoice of their own, and
-- what was paid for the goods that come back pays it first.
--
-- Parameters: p_request JSON object: invoice_id, created_by; items [{item_id, qty}], or all true for everything that is left; optional
--   refund reduce|wallet|cash|original (reduce: what was paid goes into the wallet; of a customer without an account only cash|original, cash), reason (at most 255 characters), branch_id, request_id.
--   exchange_items, lines as in sp_save_invoice, make it an exchange; with it payments, overpayment, cash_rounding and credit_override_by as there, for what the return does
--   not pay, due_date or due_days, invoice_group and exchange_notes of the new invoice. What the return does not need for it leaves as refund says.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_INVOICE, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   UNKNOWN_ITEM, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY, RETURN_EXCEEDS_SOLD, INVOICE_CLOSED, PERIOD_CLOSED,
--   PAYMENTS_NOT_ALLOWED; of an exchange also PAYMENTS_REQUIRED, UNKNOWN_CUSTOMER, UNKNOWN_PRODUCT, WORK_ORDER_MISMATCH, WORK_ORDER_CLOSED, INVALID_PRICE,
--   INVALID_DISCOUNT, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, PAYMENTS_MISMATCH, OVERPAYMENT, INSUFFICIENT_STOCK, WALLET_INSUFFICIENT,
--   CREDIT_LIMIT, UNKNOWN_CURRENCY, INVALID_RATE, OTHER_CURRENCY.
-- Locks: request_id's bucket; customer, invoice and its work order by primary key; products of its lines and of exchange_items, ascending, and
--   their batches; series INV (of an exchange), RET, JE, then PAY.
-- Returns: one row, one column response: the answer as JSON; exchange is null where none was asked, else due, to_wallet and change_due stand beside.
-- Example: CALL sp_return_items('{"invoice_id": 103, "items": [{"item_id": 7, "qty": 2}], "refund": "cash", "created_by": 5}');
CREATE PROCEDURE sp_return_items(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
goods_return: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_items_raw, v_items_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refunds, v_taxes_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '[]';
    DECLARE v_tax_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_work_order_json VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';
    DECLARE v_lines JSON;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_customer_id, v_company_id, v_branch_id, v_work_order_id, v_return_id, v_exchange_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_all TINYINT;
    DECLARE v_invoice_no, v_return_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_open, v_value, v_tax, v_rounding, v_cost, v_refunded DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_wallet_transaction_id, v_customer_transaction_id, v_after_id INT;
    DECLARE v_invoice_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_exchange_lines, v_exchange_priced, v_exchange_taxes, v_payment_rows JSON;
    DECLARE v_cash_rounding TINYINT;
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_smallest_coin, v_exchange_as_given, v_exchange_discount, v_exchange_tax, v_exchange_added_tax, v_exchange_rounding DECIMAL(19,4);
    DECLARE v_payments_raw, v_exchange_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_exchange_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';
    DECLARE v_credit_limit, v_balance_after DECIMAL(19,4);
    DECLARE v_price_list_id, v_allowed_by INT;
    DECLARE v_due_date DATE;
    DECLARE v_due_days INT;
    DECLARE v_exchange_paid, v_excess DECIMAL(19,4);
    DECLARE v_exchange_total, v_from_return DECIMAL(19,4) DEFAULT 0;
    DECLARE v_refund, v_delivered, v_overpayment, v_invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
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
    CALL _open_request('sp_return_items', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE goods_return;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_return_items', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_invoice_id = _required_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id'));
    SET v_all = COALESCE(_read_flag('all', JSON_EXTRACT(p_request, '$.all')), 0);
    SET v_items_raw = JSON_EXTRACT(p_request, '$.items');
    IF v_all AND _scalar(v_items_raw) IS NOT NULL AND COALESCE(JSON_LENGTH(_list(v_items_raw)), 1) > 0 THEN
        CALL _raise('VALIDATION.items_or_all', v_invoice_id, NULL, NULL, NULL);
    END IF;
    IF NOT v_all AND _scalar(v_items_raw) IS NULL THEN
        CALL _raise('NO_ITEMS.to_return', v_invoice_id, NULL, NULL, NULL);
    END IF;
    SET v_refund = _read_word('refund', JSON_EXTRACT(p_request, '$.refund'), NULL, 'reduce,wallet,cash,original');
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    CALL _read_exchange(p_request, v_exchange_lines, v_payments_raw, v_overpayment, v_invoice_group, v_due_date, v_due_days, v_exchange_notes, v_cash_rounding);

    -- lock
    CALL _check_branch_of(v_user_id, 'invoices_out', v_invoice_id);
    CALL _lock_live_invoice(
        v_invoice_id, v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq, v_invoice_no, v_work_order_id, v_paid, v_open);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    SET v_due_date = _due_on(v_due_date, v_due_days, v_today);
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;

    -- decide
    IF v_exchange_lines IS NOT NULL THEN
        CALL _refuse_other_currency(p_request, v_company_id, 'OTHER_CURRENCY.exchange');
    END IF;
    CALL _choose_refund(v_customer_id, v_seq, v_refund);
    CALL _plan_return(IF(v_all, NULL, v_items_raw), v_invoice_id, v_minor_units, v_lines, v_value, v_tax, v_rounding);
    SET v_refunded = GREATEST(v_value - GREATEST(v_open, 0), 0);
    -- only an adopted invoice can be worth more than what is open and paid
    IF v_refunded > GREATEST(v_paid, 0) THEN
        CALL _raise(
            'VALIDATION.return_over_paid', v_invoice_id, _money(v_value, v_minor_units), _money(v_open, v_minor_units), _money(v_paid, v_minor_units));
    END IF;

    SET v_open = v_open - (v_value - v_refunded);
    SET v_paid = v_paid - v_refunded;
    SET v_delivered = CASE WHEN v_open = 0 THEN 'yes' WHEN v_paid > 0 THEN 'partial' ELSE 'no' END;

    -- the products are locked before any number is taken, and the invoices' numbers before those of returns, for sales take them first
    IF v_exchange_lines IS NULL THEN
        CALL _lock_products_of_return(v_lines, NULL);
    ELSE
        CALL _lock_exchange(v_lines, v_exchange_lines, v_customer_id, v_work_order_id, v_credit_limit, v_price_list_id);
        IF v_price_list_id IS NOT NULL THEN
            CALL _mark_listed_lines(v_price_list_id, v_exchange_lines);
        END IF;
        CALL _price_sale(
            v_exchange_lines, 0, v_company_id, v_minor_units, v_cash_rounding, 'percent', 0, v_exchange_priced, v_exchange_taxes, v_exchange_as_given,
            v_exchange_total, v_exchange_discount, v_tax_rounding, v_exchange_tax, v_exchange_added_tax, v_smallest_coin, v_exchange_rounding);
        CALL _settle_exchange(
            v_exchange_total, v_refunded, v_payments_raw, v_overpayment, v_customer_id, IF(v_seq IS NULL, v_customer_id, NULL), v_wallet_before, v_minor_units,
            v_from_return, v_payment_rows, v_exchange_paid, v_excess);
        SET v_balance_after = v_balance_before - (v_value - v_refunded) + v_exchange_total - v_exchange_discount - v_exchange_paid;
        CALL _check_credit(
            v_customer_id, v_credit_limit, v_balance_before, v_balance_after, JSON_EXTRACT(p_request, '$.credit_override_by'), v_minor_units, v_allowed_by);
    END IF;
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);
    IF v_exchange_lines IS NOT NULL THEN
        CALL _lock_series(v_branch_id, 'INV');
    END IF;

    -- write
    CALL _document_state('invoices_out', v_invoice_id, v_before);
    CALL _next_numbers(v_branch_id, v_branch_code, 'RET', v_today, 1, v_return_no);
    INSERT INTO invoice_returns (
        invoice_id, company_id, branch_id, return_no, business_date, value, tax_amount, rounding_amount, reason, created_by, created_at)
    VALUES (v_invoice_id, v_company_id, v_branch_id, v_return_no, v_today, v_value, v_tax, v_rounding, v_reason, v_user_id, v_at);
    SET v_return_id = LAST_INSERT_ID();
    CALL _return_goods(v_return_id, v_invoice_id, v_lines, v_minor_units, v_user_id, v_at, v_cost, v_after_id, v_items_json);
    CALL _post_undoing_entries(
        v_invoice_id, v_return_id, v_value, v_tax, v_rounding, v_cost, v_after_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today,
        v_at, v_user_id, v_shift_id);
    IF v_value > 0 THEN
        CALL _post_customer_transaction(
            v_customer_id, 'return', -v_value, 0, NULL, NULL, CONCAT('مرتجع ', v_return_no, ' من الفاتورة ', COALESCE(v_invoice_no, v_invoice_id)),
            v_invoice_id, NULL, v_return_id, NULL, v_work_order_id, v_today, v_at, v_user_id,
            v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
        IF v_refunded > 0 THEN
            CALL _refund_return(
                v_refund, v_refunded, v_from_return, v_reason, v_invoice_id, v_invoice_no, v_work_order_id, v_minor_units,
                v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id, v_balance, v_wallet, v_seq, v_refunds);
        END IF;
        UPDATE invoices_out SET
            returned_amount = returned_amount + v_value, paid_amount = v_paid, remaining_amount = v_open, delivered = v_delivered, updated_by = v_user_id
        WHERE id = v_invoice_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        CALL _take_off_in_currency(v_invoice_id, v_return_id, v_value - v_refunded, v_user_id, v_at);
    END IF;
    IF v_exchange_lines IS NOT NULL THEN
        CALL _post_exchange(
            v_return_id, v_exchange_priced, v_exchange_taxes, v_exchange_as_given, v_exchange_total, v_tax_rounding, v_exchange_tax, v_exchange_added_tax, v_smallest_coin,
            v_exchange_rounding, v_from_return, v_payment_rows, v_exchange_paid, v_excess, v_overpayment, v_invoice_group,
            v_due_date, v_exchange_notes, v_work_order_id, v_minor_units, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id,
            v_balance, v_wallet, v_seq, v_exchange_id, v_exchange_json);
    END IF;
    IF v_value > 0 THEN
        CALL _audit_change('return', 'invoices_out', v_invoice_id, v_before, v_reason, v_user_id, v_request_id, v_now);
    END IF;
    CALL _audit_change('post', 'invoice_returns', v_return_id, NULL, v_reason, v_user_id, v_request_id, v_now);
    IF v_exchange_lines IS NOT NULL THEN
        CALL _audit_change('post', 'invoices_out', v_exchange_id, NULL, NULL, v_user_id, v_request_id, v_now);
        IF v_allowed_by IS NOT NULL THEN
            CALL _audit_credit(
                v_allowed_by, v_exchange_id, v_credit_limit, v_balance_before, v_balance_after, v_minor_units, v_user_id, v_request_id, v_now);
        END IF;
    END IF;
    IF v_value > 0 OR v_exchange_total > 0 OR v_wallet <> v_wallet_before THEN
        CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    END IF;

    -- answer
    IF v_tax > 0 THEN
        CALL _returned_taxes(v_return_id, v_tax, v_minor_units, v_tax_lines, v_taxes_json);
    END IF;
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل المرتجع بنجاح.","return_id":', v_return_id, ',"return_no":"', v_return_no, '","invoice_id":', v_invoice_id,
        ',"invoice_no":', _json_text(v_invoice_no), ',"returned_amount":', _money(v_value, v_minor_units),
        ',"net_amount":', _money(v_value - v_tax - v_rounding, v_minor_units), ',"tax_amount":', _money(v_tax, v_minor_units),
        ',"rounding_amount":', _money(v_rounding, v_minor_units), ',"taxes":', v_taxes_json,
        ',"returned_cost":', _money(v_cost, v_minor_units), ',"items":', v_items_json,
        ',"refunded_amount":', _money(v_refunded, v_minor_units), ',"refunds":', v_refunds,
        ',"remaining_amount":', _money(v_open, v_minor_units),
        ',"payment_status":"', _payment_status(v_delivered),
        '","customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_order":', v_work_order_json, ',"exchange":', v_exchange_json, '}');
    CALL _close_request('sp_return_items', v_request_id, v_hash, 'invoice_returns', v_return_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

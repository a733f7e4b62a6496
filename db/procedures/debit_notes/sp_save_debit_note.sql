-- Raise a debit note: what a customer owes more for an invoice that is issued, such as freight, a penalty or the difference to the right price. It is
-- due from its date on and is paid like an invoice, by sp_add_payment or sp_apply_debit_note. An opening balance is what the customer owed before there
-- were books: of no invoice, without taxes, against opening equity.
--
-- Parameters: p_request JSON object: customer_id, source_invoice_id (one of the customer's, neither canceled nor reverted; none of an
--   opening balance), reference_type price_difference|additional_fees|penalty|correction|opening_balance, items [{description (at most 255 characters),
--   quantity above 0, unit_price 0 or more, tax_rate (percent on top of the price, 0), item_type charge|product|service (charge)}], created_by; optional
--   reference_no (what it is called elsewhere, at most 64 characters; on one live note of a customer and reference_type), debit_note_date (today, not later),
--   reason (at most 255 characters), adopted (of an opening balance: true where it is in the balance that the customer was adopted with, and only becomes payable; required where
--   something of that balance has no document), company_id (the customer's), currency (the company's), exchange_rate (of the
--   company's currency for one of it: that of the note's date), branch_id, cost_center_id (the branch's), request_id. Amounts are in the note's currency; the
--   customer owes, and the journal has, what they are worth in the company's.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_CUSTOMER, UNKNOWN_INVOICE, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, UNKNOWN_COST_CENTER, INVOICE_CLOSED, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY, INVALID_PRICE, DUPLICATE_REFERENCE, OPENING_ADOPTED,
--   ABOVE_ADOPTED, UNKNOWN_CURRENCY, INVALID_RATE, UNKNOWN_RATE, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, then invoice, by primary key; series DN, then JE.
-- Returns: one row, one column response: debit_note_id, debit_note_no, the header's members, items [{item_id, item_type, description, quantity,
--   unit_price, tax_rate, net, tax_amount, total}] in the order of the request, customer.
-- Example: CALL sp_save_debit_note('{"customer_id": 4, "source_invoice_id": 103, "reference_type": "additional_fees", "items": [{"description": "شحن سريع", "quantity": 1, "unit_price": 100, "tax_rate": 14}], "created_by": 5}');
CREATE PROCEDURE sp_save_debit_note(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_figures, v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today, v_debit_note_date DATE;
    DECLARE v_user_id, v_company_id, v_branch_id, v_cost_center_id, v_debit_note_id INT;
    DECLARE v_customer_id, v_invoice_id, v_asked_company_id BIGINT;
    DECLARE v_branch_code, v_reference_type, v_tax_rounding VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reference_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_adopted TINYINT;
    DECLARE v_lines JSON;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_base_minor_units TINYINT;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE v_net, v_tax, v_net_base, v_tax_base, v_balance, v_balance_before, v_wallet, v_wallet_before DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_debit_note', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_save_debit_note', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    CALL _read_debit_note_header(p_request, v_customer_id, v_invoice_id, v_debit_note_date, v_reference_type, v_reference_no, v_reason, v_adopted);
    SET v_asked_company_id = _read_id('company_id', JSON_EXTRACT(p_request, '$.company_id'));
    CALL _read_debit_note_items(JSON_EXTRACT(p_request, '$.items'), v_reference_type, v_lines);

    -- lock
    CALL _check_branch_of(v_user_id, 'invoices_out', v_invoice_id);
    CALL _lock_customer(v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq);
    IF v_seq IS NULL THEN
        CALL _raise('VALIDATION.no_debit_note', v_customer_id, NULL, NULL, NULL);
    END IF;
    IF v_invoice_id IS NOT NULL THEN
        CALL _lock_source_invoice(v_invoice_id, v_customer_id);
    END IF;
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_base_minor_units, v_today);
    CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);

    -- decide
    IF v_asked_company_id <> v_company_id THEN
        CALL _raise('VALIDATION', 'company_id', v_asked_company_id, NULL, NULL);
    END IF;
    IF v_debit_note_date > v_today THEN
        CALL _raise('VALIDATION.in_future', 'debit_note_date', v_today, v_debit_note_date, NULL);
    END IF;
    SET v_debit_note_date = COALESCE(v_debit_note_date, v_today);
    SELECT c.tax_rounding INTO v_tax_rounding FROM companies AS c WHERE c.id = v_company_id;
    CALL _read_document_currency(p_request, v_company_id, v_debit_note_date, v_currency, v_minor_units, v_rate);
    CALL _price_debit_note(
        v_lines, v_tax_rounding, v_minor_units, v_rate, v_base_minor_units, v_figures, v_net, v_tax, v_net_base, v_tax_base);
    IF v_reference_type = 'opening_balance' THEN
        CALL _check_adopted_balance(v_customer_id, v_adopted, v_net_base, v_base_minor_units);
    END IF;
    SET v_adopted = COALESCE(v_adopted, 0);

    -- write
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    CALL _post_debit_note(
        v_customer_id, v_invoice_id, v_debit_note_date, v_reference_type, v_reference_no, v_reason, v_adopted, v_currency, v_minor_units, v_rate,
        v_tax_rounding, v_lines, v_figures, v_net, v_tax, v_net_base, v_tax_base, v_company_id, v_branch_id, v_cost_center_id, v_branch_code, v_today, v_at,
        v_user_id, v_balance, v_wallet, v_seq, v_debit_note_id);
    IF NOT v_adopted THEN
        CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    END IF;
    CALL _audit_change('post', 'customer_debit_notes', v_debit_note_id, NULL, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    CALL _debit_note_items(v_debit_note_id, v_minor_units, v_items);
    SELECT CONCAT(
        '{"ok":true,"msg":"تم إصدار الإشعار المدين بنجاح.",',
        _debit_note_members_json(
            n.id, n.debit_note_no, n.company_id, n.branch_id, n.cost_center_id, n.customer_id, n.source_invoice_id, n.debit_note_date, n.reference_type,
            n.reference_no, n.reason, n.adopted, n.currency, n.exchange_rate, n.net_total, n.tax_total, n.total, n.total_base, n.applied_amount, n.remaining_amount,
            n.remaining_base, n.status, n.cancelled_on, n.cancel_reason, n.created_by, n.created_at, v_minor_units, v_base_minor_units),
        ',"items":', v_items,
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_base_minor_units), '}')
    INTO v_response FROM customer_debit_notes AS n WHERE n.id = v_debit_note_id;
    CALL _close_request('sp_save_debit_note', v_request_id, v_hash, 'customer_debit_notes', v_debit_note_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

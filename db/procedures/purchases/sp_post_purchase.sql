-- Post a supplier's bill: each line is a new batch, and what it comes to is owed to the supplier, or paid at once.
--
-- Parameters: p_request JSON object: items [{product_id, qty above 0, unit_cost 0 or more, without the tax that is given back, received_at (today), tax_rate
--   in percent}], created_by; optional supplier_id, bill_no (the supplier's own number, at most 64 characters), taxed (true: a line without tax_rate has the taxes
--   of its product), tax_total (what the bill says that its taxes are: at most a minor unit more or less for each tax of each line that is not of 0 %
--   or of nothing), payments [{amount, method cash|bank_transfer|check|card, notes}] of at most the total, due_date (also one that is past) or due_days (0 to
--   3650 after the business date; without either as the supplier's payment_days say, else at once), notes (at most 255 characters), branch_id, cost_center_id (the branch's), request_id. Quantities are
--   units of the product, costs and amounts currency units. Without supplier it is paid whole, or owed to nobody until a bill comes.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_SUPPLIER, UNKNOWN_PRODUCT, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, UNKNOWN_COST_CENTER, TAX_MISMATCH, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY, INVALID_PRICE, INVALID_PAYMENT, INVALID_PAYMENT_METHOD,
--   AMOUNT_PRECISION, PAYMENTS_MISMATCH, OVERPAYMENT, DUPLICATE_BILL, PERIOD_CLOSED.
-- Locks: request_id's bucket; supplier by primary key; products by primary key, ascending; series PO, JE, then PAY.
-- Returns: one row, one column response: bill_id, purchase_no, bill_no, supplier_id, due_date (null: at once), total (with its taxes), tax_total,
--   taxes [{tax_id, name, rate, base, amount}], paid_amount, items [{batch_id, product_id, qty, unit_cost, value, tax_amount, received_at}] in the order of the
--   request, payments [{payment_id, method, amount}], supplier {id, balance_before, balance_after} or null.
-- Example: CALL sp_post_purchase('{"supplier_id": 2, "bill_no": "A-118", "items": [{"product_id": 8, "qty": 40, "unit_cost": "18.50"}], "created_by": 5}');
CREATE PROCEDURE sp_post_purchase(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
purchase: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_items, v_taxes_json, v_tax_lines, v_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today, v_due_date DATE;
    DECLARE v_user_id, v_company_id, v_branch_id, v_cost_center_id, v_purchase_id, v_payment_id INT;
    DECLARE v_shift_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_is_taxed TINYINT;
    DECLARE v_supplier_id BIGINT;
    DECLARE v_lines, v_taxes, v_rows JSON;
    DECLARE v_bill_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_purchase_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_net, v_tax_total, v_total, v_paid, v_balance, v_balance_before DECIMAL(19,4);
    DECLARE v_seq, v_seq_before INT UNSIGNED;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_post_purchase', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE purchase;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_post_purchase', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_supplier_id = _read_id('supplier_id', JSON_EXTRACT(p_request, '$.supplier_id'));
    SET v_bill_no = _read_text('bill_no', JSON_EXTRACT(p_request, '$.bill_no'), 64);
    SET v_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 255);
    SET v_is_taxed = COALESCE(_read_flag('taxed', JSON_EXTRACT(p_request, '$.taxed')), 0);
    CALL _read_purchase_items(JSON_EXTRACT(p_request, '$.items'), v_lines);

    -- lock
    IF v_supplier_id IS NOT NULL THEN
        CALL _lock_supplier(v_supplier_id, TRUE, v_company_id, v_balance, v_seq);
        SET v_balance_before = v_balance;
        SET v_seq_before = v_seq;
        CALL _check_bill_no(v_supplier_id, v_bill_no);
    END IF;
    CALL _lock_stocked_products(v_lines, v_company_id);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);

    -- decide
    CALL _read_bill_due(p_request, v_supplier_id, v_today, FALSE, v_due_date);
    CALL _check_purchase_lines(v_lines, v_minor_units, v_today, TRUE, v_net);
    CALL _tax_purchase_lines(
        v_lines, v_net, v_is_taxed, _read_money('tax_total', JSON_EXTRACT(p_request, '$.tax_total'), v_minor_units), v_company_id, v_minor_units, v_taxes,
        v_tax_total);
    SET v_total = v_net + v_tax_total;
    CALL _read_supplier_payments(JSON_EXTRACT(p_request, '$.payments'), v_minor_units, v_rows, v_paid);
    CALL _check_purchase_payments(v_supplier_id, v_total, v_paid, v_minor_units);
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _post_purchase(
        v_lines, v_taxes, v_total, v_tax_total, v_supplier_id, NULL, v_due_date, v_bill_no, v_notes, v_minor_units, v_company_id, v_branch_id, v_cost_center_id,
        v_branch_code, v_today, v_at, v_user_id,
        v_balance, v_seq, v_purchase_id, v_purchase_no);
    CALL _post_supplier_payments(
        v_rows, 'payment', v_supplier_id, v_purchase_id, v_minor_units, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id,
        v_balance, v_seq, v_payment_id, v_payments);
    IF v_seq > v_seq_before THEN
        CALL _close_supplier_ledger(v_supplier_id, v_balance, v_seq);
    END IF;
    CALL _audit_change('post', 'purchases', v_purchase_id, NULL, NULL, v_user_id, v_request_id, v_now);

    -- answer
    CALL _purchase_items(v_purchase_id, v_minor_units, v_items);
    CALL _sum_taxes(v_taxes, v_minor_units, v_taxes_json, v_tax_lines);
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل فاتورة الشراء بنجاح.","bill_id":', v_purchase_id, ',"purchase_no":"', v_purchase_no, '","bill_no":', _json_text(v_bill_no),
        ',"supplier_id":', COALESCE(v_supplier_id, 'null'), ',"due_date":', _json_text(v_due_date), ',"total":', _money(v_total, v_minor_units),
        ',"tax_total":', _money(v_tax_total, v_minor_units), ',"taxes":', v_taxes_json, ',"paid_amount":', _money(v_paid, v_minor_units),
        ',"items":', v_items, ',"payments":', v_payments,
        ',"supplier":', _supplier_json(v_supplier_id, v_balance_before, v_balance, v_minor_units), '}');
    CALL _close_request('sp_post_purchase', v_request_id, v_hash, 'purchases', v_purchase_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

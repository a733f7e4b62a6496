-- Write down what a supplier was owed before there were books: a purchase of no goods, against opening equity. It counts among the supplier's bills, is paid by
-- sp_pay_supplier and taken back by sp_reverse_purchase.
--
-- Parameters: p_request JSON object: supplier_id, amount above 0 in currency units, created_by; optional bill_no (the supplier's own number, at most 64
--   characters), date (since when it is owed; today, not later), due_date (not before it) or due_days (0 to 3650 after it; without either as the supplier's
--   payment_days say, else at once), notes (at most 255 characters), branch_id, cost_center_id (the branch's), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_SUPPLIER, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, UNKNOWN_COST_CENTER, INVALID_PAYMENT, AMOUNT_PRECISION, DUPLICATE_BILL, PERIOD_CLOSED.
-- Locks: request_id's bucket; supplier by primary key; series PO, then JE.
-- Returns: one row, one column response: bill_id, purchase_no, bill_no, supplier_id, opening_date, due_date (null: at once), total,
--   supplier {id, balance_before, balance_after}.
-- Example: CALL sp_save_supplier_opening('{"supplier_id": 2, "amount": "1000.00", "date": "2025-09-30", "created_by": 5}');
CREATE PROCEDURE sp_save_supplier_opening(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
opening: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today, v_opening_date, v_due_date DATE;
    DECLARE v_user_id, v_company_id, v_branch_id, v_cost_center_id, v_purchase_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_supplier_id BIGINT;
    DECLARE v_bill_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_purchase_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_amount, v_balance, v_balance_before DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_supplier_opening', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE opening;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_save_supplier_opening', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_supplier_id = _required_id('supplier_id', JSON_EXTRACT(p_request, '$.supplier_id'));
    SET v_bill_no = _read_text('bill_no', JSON_EXTRACT(p_request, '$.bill_no'), 64);
    SET v_opening_date = _read_date('date', JSON_EXTRACT(p_request, '$.date'));
    SET v_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 255);

    -- lock
    CALL _lock_supplier(v_supplier_id, FALSE, v_company_id, v_balance, v_seq);
    SET v_balance_before = v_balance;
    CALL _check_bill_no(v_supplier_id, v_bill_no);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);

    -- decide
    SET v_amount = _read_amount('amount', JSON_EXTRACT(p_request, '$.amount'), v_minor_units);
    IF v_amount IS NULL THEN
        CALL _raise('INVALID_PAYMENT', 'amount', COALESCE(JSON_EXTRACT(p_request, '$.amount'), 'null'), NULL, NULL);
    END IF;
    IF v_opening_date > v_today THEN
        CALL _raise('VALIDATION.in_future', 'date', v_today, v_opening_date, NULL);
    END IF;
    SET v_opening_date = COALESCE(v_opening_date, v_today);
    CALL _read_bill_due(p_request, v_supplier_id, v_opening_date, TRUE, v_due_date);

    -- write
    CALL _post_purchase(
        '[]', '[]', v_amount, 0, v_supplier_id, v_opening_date, v_due_date, v_bill_no, v_notes, v_minor_units, v_company_id, v_branch_id, v_cost_center_id,
        v_branch_code, v_today,
        v_at, v_user_id, v_balance, v_seq, v_purchase_id, v_purchase_no);
    CALL _close_supplier_ledger(v_supplier_id, v_balance, v_seq);
    CALL _audit_change('post', 'purchases', v_purchase_id, NULL, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل رصيد المورد الافتتاحي بنجاح.","bill_id":', v_purchase_id, ',"purchase_no":"', v_purchase_no,
        '","bill_no":', _json_text(v_bill_no), ',"supplier_id":', v_supplier_id, ',"opening_date":"', v_opening_date,
        '","due_date":', _json_text(v_due_date), ',"total":', _money(v_amount, v_minor_units),
        ',"supplier":', _supplier_json(v_supplier_id, v_balance_before, v_balance, v_minor_units), '}');
    CALL _close_request('sp_save_supplier_opening', v_request_id, v_hash, 'purchases', v_purchase_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Set until when an invoice or a supplier's bill is to be paid: a customer asks for another week, a bill was typed wrongly or is older than due dates. Nothing
-- is posted, and what is open stays open; an invoice takes its new place among those that a payment of all that is owed settles. The day that it has already
-- writes nothing.
--
-- Parameters: p_request JSON object: exactly one of invoice_id and bill_id; due_date, null: on its own day, that is at once (an invoice and an opening balance
--   are not due before their own day; a bill that came late may be, as where it is posted); created_by; optional reason (at most 255 characters), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH, UNKNOWN_INVOICE, UNKNOWN_BILL,
--   INVOICE_CLOSED, BILL_REVERSED.
-- Locks: request_id's bucket; customer, order, invoice and its work order, or supplier and purchase, by primary key.
-- Returns: one row, one column response: invoice_id and bill_id, one of them null; due_date_before and due_date_after (null: on its own day).
-- Example: CALL sp_set_due_date('{"invoice_id": 103, "due_date": "2025-12-31", "reason": "طلب العميل مهلة", "created_by": 5}');
CREATE PROCEDURE sp_set_due_date(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
setting: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_party_id, v_company_id, v_work_order_id INT;
    DECLARE v_invoice_id, v_bill_id, v_id BIGINT;
    DECLARE v_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_due_date, v_due_before, v_own_day DATE;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_number VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_wallet, v_paid, v_amount DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_set_due_date', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE setting;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_set_due_date', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_invoice_id = _read_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id'));
    SET v_bill_id = _read_id('bill_id', JSON_EXTRACT(p_request, '$.bill_id'));
    IF (v_invoice_id IS NULL) = (v_bill_id IS NULL) THEN
        CALL _raise('VALIDATION.one_document', NULL, NULL, NULL, NULL);
    END IF;
    -- whoever forgets it does not mean that it is due at once
    IF JSON_EXTRACT(p_request, '$.due_date') IS NULL THEN
        CALL _raise('VALIDATION.required', 'due_date', NULL, NULL, NULL);
    END IF;
    SET v_due_date = _read_date('due_date', JSON_EXTRACT(p_request, '$.due_date'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_table = IF(v_bill_id IS NULL, 'invoices_out', 'purchases');
    SET v_id = COALESCE(v_bill_id, v_invoice_id);

    -- lock
    CALL _check_branch_of(v_user_id, v_table, v_id);
    IF v_bill_id IS NULL THEN
        CALL _lock_live_invoice(v_id, v_party_id, v_company_id, v_balance, v_wallet, v_seq, v_number, v_work_order_id, v_paid, v_amount);
        SELECT i.due_date, i.invoice_date INTO v_due_before, v_own_day FROM invoices_out AS i WHERE i.id = v_id;
    ELSE
        CALL _lock_purchase(v_id, v_party_id, v_company_id, v_balance, v_seq, v_number, v_amount);
        SELECT p.due_date, p.opening_date INTO v_due_before, v_own_day FROM purchases AS p WHERE p.id = v_id;
    END IF;

    -- decide
    SET v_due_date = _due_on(v_due_date, NULL, v_own_day);

    -- write
    IF NOT v_due_date <=> v_due_before THEN
        CALL _document_state(v_table, v_id, v_before);
        IF v_bill_id IS NULL THEN
            UPDATE invoices_out SET due_date = v_due_date, updated_by = v_user_id WHERE id = v_id;
        ELSE
            UPDATE purchases SET due_date = v_due_date WHERE id = v_id;
        END IF;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        CALL _audit_change('due_date', v_table, v_id, v_before, v_reason, v_user_id, v_request_id, v_now);
    END IF;

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تعديل تاريخ الاستحقاق بنجاح.","invoice_id":', COALESCE(v_invoice_id, 'null'), ',"bill_id":', COALESCE(v_bill_id, 'null'),
        ',"due_date_before":', _json_text(v_due_before), ',"due_date_after":', _json_text(v_due_date), '}');
    CALL _close_request('sp_set_due_date', v_request_id, v_hash, v_table, v_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

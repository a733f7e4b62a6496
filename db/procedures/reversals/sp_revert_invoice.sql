-- Revert an invoice, paid or not: its stock goes back to its batches, the customer owes nothing of it any more, and what was paid goes back.
--
-- Parameters: p_request JSON object: invoice_id, created_by; optional refund wallet|cash|original (wallet; of a customer without an account cash), reason (at most 255 characters),
--   branch_id, request_id. original: by the methods that the money came by, newest payment first.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_INVOICE, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   INVOICE_CLOSED, INVOICE_HAS_PAYMENTS where more was given back than paid, INVOICE_HAS_DEBIT_NOTES, SHIFT_CLOSED, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, order, invoice and its work order by primary key; products of its lines, ascending, and their batches;
--   its coupon; the invoice's shift, shared; series JE, then PAY.
-- Returns: one row, one column response: the answer as JSON.
-- Example: CALL sp_revert_invoice('{"invoice_id": 103, "refund": "cash", "created_by": 5}');
CREATE PROCEDURE sp_revert_invoice(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
reversal: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_work_order_json VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_customer_id, v_company_id, v_branch_id, v_work_order_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_open, v_cost DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_wallet_transaction_id, v_customer_transaction_id, v_after_id INT;
    DECLARE v_invoice_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_shift_id INT;
    DECLARE v_before, v_order_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_order_id INT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_revert_invoice', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE reversal;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_revert_invoice', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_invoice_id = _required_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_refund = _read_word('refund', JSON_EXTRACT(p_request, '$.refund'), NULL, 'wallet,cash,original');

    -- lock
    CALL _check_branch_of(v_user_id, 'invoices_out', v_invoice_id);
    CALL _lock_live_invoice(
        v_invoice_id, v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq, v_invoice_no, v_work_order_id, v_paid, v_open);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _choose_refund(v_customer_id, v_seq, v_refund);
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    CALL _check_nothing_given_back(v_invoice_id, v_paid, v_minor_units);
    CALL _check_no_debit_note(v_invoice_id);

    -- write
    CALL _document_state('invoices_out', v_invoice_id, v_before);
    CALL _return_stock(v_invoice_id, v_user_id, v_at, v_cost, v_after_id);
    CALL _give_back_to_order(v_invoice_id, v_user_id, v_order_id, v_order_before);
    CALL _give_coupon_back(v_invoice_id, NULL);
    -- after the products and the coupon, which a sale holds while it waits for its shift
    CALL _check_shift_open((SELECT i.shift_id FROM invoices_out AS i WHERE i.id = v_invoice_id), v_invoice_no);
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);
    CALL _post_undoing_entries(
        v_invoice_id, NULL, v_open + v_paid, 0, 0, v_cost, v_after_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at,
        v_user_id, v_shift_id);
    IF v_open + v_paid <> 0 THEN
        CALL _post_customer_transaction(
            v_customer_id, 'return', -(v_open + v_paid), 0, NULL, NULL, CONCAT('استرجاع الفاتورة ', COALESCE(v_invoice_no, v_invoice_id)),
            v_invoice_id, NULL, NULL, NULL, v_work_order_id, v_today, v_at, v_user_id,
            v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
    END IF;
    IF v_paid > 0 THEN
        CALL _refund_paid(
            v_refund, v_paid, v_reason, v_invoice_id, v_invoice_no, v_work_order_id, v_minor_units, v_customer_id, v_company_id,
            v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id, v_balance, v_wallet, v_seq, v_refunds);
    END IF;
    IF v_open + v_paid <> 0 OR v_paid > 0 THEN
        CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    END IF;
    UPDATE invoices_out SET
        delivered = 'reverted', paid_amount = 0, remaining_amount = 0, revert_reason = v_reason, updated_by = v_user_id
    WHERE id = v_invoice_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    CALL _take_off_in_currency(v_invoice_id, NULL, v_open, v_user_id, v_at);
    IF v_order_id IS NOT NULL THEN
        CALL _audit_change('give_back', 'orders', v_order_id, v_order_before, NULL, v_user_id, v_request_id, v_now);
    END IF;
    CALL _audit_change('revert', 'invoices_out', v_invoice_id, v_before, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم استرجاع الفاتورة بنجاح.","invoice_id":', v_invoice_id, ',"invoice_no":', _json_text(v_invoice_no),
        ',"status":"reverted","returned_amount":', _money(v_open + v_paid, v_minor_units),
        ',"refunded_amount":', _money(v_paid, v_minor_units), ',"refunds":', COALESCE(v_refunds, '[]'),
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_order":', v_work_order_json, '}');
    CALL _close_request('sp_revert_invoice', v_request_id, v_hash, 'invoices_out', v_invoice_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

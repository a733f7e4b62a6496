-- Mark an invoice as paid: by the payment, now, of what is still open on it.
--
-- Parameters: p_request JSON object: invoice_id, created_by; optional method cash|bank_transfer|check|card|wallet (cash), notes, branch_id, request_id;
--   of an invoice in another currency: currency (the invoice's), and exchange_rate, or base_amount, as in sp_add_payment.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_INVOICE, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, INVALID_PAYMENT_METHOD, UNKNOWN_CURRENCY, CURRENCY_MISMATCH, INVALID_RATE, UNKNOWN_RATE, INVALID_PAYMENT, AMOUNT_PRECISION,
--   NOTHING_TO_PAY, INVOICE_CLOSED, WALLET_INSUFFICIENT, PERIOD_CLOSED.
-- Locks: those of sp_add_payment.
-- Returns: one row, one column response: the answer of sp_add_payment as JSON.
-- Example: CALL sp_mark_invoice_paid('{"invoice_id": 103, "method": "card", "created_by": 5}');
CREATE PROCEDURE sp_mark_invoice_paid(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
payment: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_payment_id INT;
    DECLARE v_payment LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_mark_invoice_paid', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE payment;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_mark_invoice_paid', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- of the payment's members only these
    SET v_payment = CONCAT(
        '{"invoice_id":', _required_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id')),
        ',"method":', COALESCE(JSON_EXTRACT(p_request, '$.method'), 'null'), ',"notes":', COALESCE(JSON_EXTRACT(p_request, '$.notes'), 'null'),
        ',"currency":', COALESCE(JSON_EXTRACT(p_request, '$.currency'), 'null'),
        ',"exchange_rate":', COALESCE(JSON_EXTRACT(p_request, '$.exchange_rate'), 'null'),
        ',"base_amount":', COALESCE(JSON_EXTRACT(p_request, '$.base_amount'), 'null'),
        ',"branch_id":', COALESCE(JSON_EXTRACT(p_request, '$.branch_id'), 'null'), '}');
    CALL _pay(v_payment, TRUE, v_user_id, v_request_id, v_now, v_payment_id, v_response);
    CALL _close_request('sp_mark_invoice_paid', v_request_id, v_hash, 'invoice_payments', v_payment_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

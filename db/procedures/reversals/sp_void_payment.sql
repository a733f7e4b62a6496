-- Void a payment that was posted by mistake or came to nothing, such as a check that bounced: its invoice or debit note owes its amount
-- again, also what of it was given back for goods that came back.
--
-- Parameters: p_request JSON object: payment_id, created_by; optional refund none|wallet (none), reason (at most 255 characters), branch_id,
--   request_id. A wallet payment always goes back to the wallet. none: the money never was there, so what of it was put into the wallet
--   as overpayment is taken out again; wallet: it is there, and goes into the wallet.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_PAYMENT, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   INVOICE_CLOSED, DEBIT_NOTE_CLOSED, PAYMENT_VOIDED, INVALID_STATUS where all of it was given back, PAYMENTS_REQUIRED, WALLET_SPENT, SHIFT_CLOSED,
--   PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, invoice with its work order, or debit note, by primary key; the payment's shift, shared; series JE, then PAY.
-- Returns: one row, one column response: the answer as JSON.
-- Example: CALL sp_void_payment('{"payment_id": 12, "reason": "شيك مرتجع", "created_by": 5}');
CREATE PROCEDURE sp_void_payment(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
voiding: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_void_id INT;
    DECLARE v_payment_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_void_payment', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE voiding;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_void_payment', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    SET v_payment_id = _required_id('payment_id', JSON_EXTRACT(p_request, '$.payment_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_refund = _read_word('refund', JSON_EXTRACT(p_request, '$.refund'), 'none', 'none,wallet');
    CALL _void_payment(
        v_payment_id, TRUE, v_refund, v_reason, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_user_id, v_request_id, v_now, v_void_id,
        v_response);
    CALL _audit(
        'void', 'invoice_payments', v_payment_id, '{"status":"completed"}', CONCAT('{"status":"void","undone_by":', v_void_id, '}'), v_reason, v_user_id,
        v_request_id, v_now);
    CALL _close_request('sp_void_payment', v_request_id, v_hash, 'invoice_payments', v_void_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

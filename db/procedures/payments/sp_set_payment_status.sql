-- Say what became of a payment. One that was promised is completed, by a payment of now, or fails. A posted one fails, such as a check that
-- bounced: new rows undo it as sp_void_payment does without a refund; or it is refunded: what is left of it goes back by its own method. Its
-- invoice or debit note owes the amount again. Each change is written down in audit_log.
--
-- Parameters: p_request JSON object: exactly one of payment_id and pending_payment_id, status completed|failed|refunded, created_by; optional
--   reason (at most 255 characters), overpayment reject|wallet|change (reject) where a promised one is completed and less is open by now
--   (nothing: NOTHING_TO_PAY; say that it failed, and put the money into the wallet),
--   branch_id, request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_PAYMENT, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   INVALID_STATUS, INVOICE_CLOSED, DEBIT_NOTE_CLOSED, PAYMENT_VOIDED, NOTHING_TO_PAY, OVERPAYMENT, PAYMENTS_REQUIRED, WALLET_SPENT,
--   SHIFT_CLOSED (cash that failed), PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, invoice or debit note, pending payment and work order by primary key; shift; series JE, then PAY.
-- Returns: one row, one column response: payment_id, pending_payment_id, invoice_id, status; payment (the answer of sp_add_payment), voided (that
--   of sp_void_payment) and refunded, null but for the one that was made.
-- Example: CALL sp_set_payment_status('{"pending_payment_id": 3, "status": "completed", "created_by": 5}');
CREATE PROCEDURE sp_set_payment_status(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
setting: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_undoing_id INT;
    DECLARE v_payment_id, v_pending_id, v_branch_id BIGINT;
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_set_payment_status', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE setting;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_set_payment_status', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_payment_id = _read_id('payment_id', JSON_EXTRACT(p_request, '$.payment_id'));
    SET v_pending_id = _read_id('pending_payment_id', JSON_EXTRACT(p_request, '$.pending_payment_id'));
    IF (v_payment_id IS NULL) = (v_pending_id IS NULL) THEN
        CALL _raise('VALIDATION.one_payment', NULL, NULL, NULL, NULL);
    END IF;
    SET v_status = _read_word('status', JSON_EXTRACT(p_request, '$.status'), NULL, 'completed,failed,refunded');
    IF v_status IS NULL THEN
        CALL _raise('VALIDATION.required', 'status', NULL, NULL, NULL);
    END IF;
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_branch_id = _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id'));

    IF v_pending_id IS NOT NULL THEN
        CALL _settle_pending_payment(
            v_pending_id, v_status, JSON_EXTRACT(p_request, '$.overpayment'), v_reason, v_branch_id, v_user_id, v_request_id, v_now, v_response);
    ELSE
        CALL _undo_payment(v_payment_id, v_status, v_reason, v_branch_id, v_user_id, v_request_id, v_now, v_undoing_id, v_response);
    END IF;
    CALL _close_request(
        'sp_set_payment_status', v_request_id, v_hash, IF(v_pending_id IS NULL, 'invoice_payments', 'pending_payments'),
        COALESCE(v_undoing_id, v_pending_id), v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Apply money to a debit note, by payments of now: money that is handed over, or money of the customer's wallet (method wallet). Never more than is open.
--
-- Parameters: p_request JSON object: debit_note_id, created_by; amount with method cash|bank_transfer|check|card|wallet (cash) and notes, or payments
--   [{amount, method, notes, parts}], all in the note's currency; optional branch_id, request_id; of a note in another currency: currency (the note's),
--   and exchange_rate, or base_amount, as in sp_add_payment.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_DEBIT_NOTE, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, PAYMENTS_MISMATCH, OVER_APPLIED, UNKNOWN_CURRENCY, CURRENCY_MISMATCH,
--   INVALID_RATE, UNKNOWN_RATE, DEBIT_NOTE_CLOSED, WALLET_INSUFFICIENT, TOO_MANY_ITEMS,
--   PERIOD_CLOSED.
-- Locks: those of sp_add_payment.
-- Returns: one row, one column response: debit_note_id, debit_note_no, the header's members, payment (the answer of sp_add_payment).
-- Example: CALL sp_apply_debit_note('{"debit_note_id": 3, "amount": "64.00", "method": "wallet", "created_by": 5}');
CREATE PROCEDURE sp_apply_debit_note(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
application: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_payment, v_paid LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_payment_id INT;
    DECLARE v_debit_note_id BIGINT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_apply_debit_note', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE application;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_apply_debit_note', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    SET v_debit_note_id = _required_id('debit_note_id', JSON_EXTRACT(p_request, '$.debit_note_id'));
    -- of the payment's members only these
    SET v_payment = CONCAT(
        '{"debit_note_id":', v_debit_note_id, ',"payments":', _payments_of_request(p_request),
        ',"currency":', COALESCE(JSON_EXTRACT(p_request, '$.currency'), 'null'),
        ',"exchange_rate":', COALESCE(JSON_EXTRACT(p_request, '$.exchange_rate'), 'null'),
        ',"base_amount":', COALESCE(JSON_EXTRACT(p_request, '$.base_amount'), 'null'),
        ',"branch_id":', COALESCE(JSON_EXTRACT(p_request, '$.branch_id'), 'null'), '}');
    CALL _pay(v_payment, FALSE, v_user_id, v_request_id, v_now, v_payment_id, v_paid);

    SELECT CONCAT(
        '{"ok":true,"msg":"تم تسديد الإشعار المدين بنجاح.",',
        _debit_note_members_json(
            n.id, n.debit_note_no, n.company_id, n.branch_id, n.cost_center_id, n.customer_id, n.source_invoice_id, n.debit_note_date, n.reference_type,
            n.reference_no, n.reason, n.adopted, n.currency, n.exchange_rate, n.net_total, n.tax_total, n.total, n.total_base, n.applied_amount, n.remaining_amount,
            n.remaining_base, n.status, n.cancelled_on, n.cancel_reason, n.created_by, n.created_at, m.minor_units, b.minor_units),
        ',"payment":', v_paid, '}')
    INTO v_response
    FROM customer_debit_notes AS n
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = n.currency
    STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id
    STRAIGHT_JOIN currencies AS b FORCE INDEX (PRIMARY) ON b.code = c.currency
    WHERE n.id = v_debit_note_id;
    CALL _close_request('sp_apply_debit_note', v_request_id, v_hash, 'invoice_payments', v_payment_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

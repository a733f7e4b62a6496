-- Take money: for one invoice or debit note, for listed invoices, for the open invoices of a work order, or for all that is open on a customer in the
-- company's currency, invoices and debit notes, first due first.
--
-- Parameters: p_request JSON object: created_by; exactly one of invoice_id, invoices [{invoice_id, amount}] (amount absent: all that is
--   open), work_order_id, customer_id, debit_note_id; amount with method and notes, or payments [{amount, method, notes, parts}]; optional overpayment
--   reject|wallet|change (reject), status completed|pending (completed), branch_id, request_id. Amounts are in the document's currency. Of an invoice or
--   a debit note in another one than the company's also: currency (the document's), and exchange_rate (of the company's currency for one of it: that of the
--   day) or base_amount (what the one payment was in the company's currency). pending: the money is
--   promised, for one invoice, such as by a check; it counts nowhere until sp_set_payment_status completes it.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_INVOICE, UNKNOWN_WORK_ORDER,
--   UNKNOWN_DEBIT_NOTE, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH, FORBIDDEN_BRANCH, INVALID_STATUS, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, PAYMENTS_MISMATCH, OVERPAYMENT,
--   NOTHING_TO_PAY, OVER_APPLIED, UNKNOWN_CURRENCY, CURRENCY_MISMATCH, OTHER_CURRENCY, INVALID_RATE, UNKNOWN_RATE, INVOICE_CLOSED, DEBIT_NOTE_CLOSED, WALLET_INSUFFICIENT, TOO_MANY_ITEMS, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer; invoices and debit notes by primary key, listed ones ascending, others as they are found, found by
--   plain reads of invoices_out_pay_order, customer_debit_notes_pay_order or invoices_out_of_work_order; work orders by the invoices' trigger; series JE and PAY. All of one customer's rows
--   are changed under the customer's lock only.
-- Returns: one row, one column response: the answer as JSON.
-- Example: CALL sp_add_payment('{"customer_id": 4, "amount": 2000, "method": "cash", "created_by": 5}');
CREATE PROCEDURE sp_add_payment(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
payment: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_document_id INT;
    DECLARE v_is_pending TINYINT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_add_payment', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE payment;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_add_payment', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    SET v_is_pending = _read_word('status', JSON_EXTRACT(p_request, '$.status'), 'completed', 'completed,pending') = 'pending';
    IF v_is_pending THEN
        CALL _promise_payments(p_request, v_user_id, v_request_id, v_now, v_document_id, v_response);
    ELSE
        CALL _pay(p_request, FALSE, v_user_id, v_request_id, v_now, v_document_id, v_response);
    END IF;
    CALL _close_request('sp_add_payment', v_request_id, v_hash, IF(v_is_pending, 'pending_payments', 'invoice_payments'), v_document_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Void a payment that was posted by mistake or came to nothing, such as a check that bounced: the invoice owes its amount again.
--
-- Parameters: p_request JSON object: payment_id, created_by; optional refund none|wallet (none), reason (at most 255 characters), branch_id,
--   request_id. A wallet payment always goes back to the wallet. none: the money never was there, so what of it was put into the wallet
--   as overpayment is taken out again; wallet: it is there, and goes into the wallet.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, UNKNOWN_PAYMENT, UNKNOWN_BRANCH, INVOICE_CLOSED,
--   PAYMENT_VOIDED, WALLET_SPENT, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, invoice and its work order by primary key; series JE, then PAY.
-- Returns: one row, one column response: the answer as JSON.
-- Example: CALL sp_void_payment('{"payment_id": 12, "reason": "شيك مرتجع", "created_by": 5}');
CREATE PROCEDURE sp_void_payment(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
voiding: BEGIN
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
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_open DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_wallet_transaction_id, v_customer_transaction_id INT;
    DECLARE v_payment_id BIGINT;
    DECLARE v_invoice_id, v_void_id, v_voided INT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refund, v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_amount, v_deposited DECIMAL(19,4);
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
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
    SET v_at = _as_timestamp(v_now);
    CALL _read_user(JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_payment_id = _required_id('payment_id', JSON_EXTRACT(p_request, '$.payment_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_refund = _read_word('refund', JSON_EXTRACT(p_request, '$.refund'), 'none', 'none,wallet');
    -- a payment row never changes, so this needs no lock; adopted ones may be of mixed methods
    SELECT
        p.invoice_id, p.payment_amount, IF(p.payment_method = 'mixed', 'cash', COALESCE(p.payment_method, 'cash')),
        COALESCE(p.tendered, p.payment_amount) - p.payment_amount - COALESCE(p.change_given, 0)
    INTO v_invoice_id, v_amount, v_method, v_deposited
    FROM invoice_payments AS p WHERE p.id = v_payment_id;
    IF v_invoice_id IS NULL THEN
        CALL _raise('UNKNOWN_PAYMENT', v_payment_id, NULL, NULL, NULL);
    END IF;
    IF v_amount <= 0 THEN
        CALL _raise('VALIDATION.not_a_payment', v_payment_id, NULL, NULL, NULL);
    END IF;

    -- lock
    CALL _lock_live_invoice(
        v_invoice_id, v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq, v_invoice_no, v_work_order_id, v_paid, v_open);
    CALL _read_branch(
        v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    SELECT COUNT(*) INTO v_voided FROM invoice_payments AS p FORCE INDEX (invoice_payments_voids) WHERE p.voids_id = v_payment_id;
    IF v_voided > 0 THEN
        CALL _raise('PAYMENT_VOIDED', v_payment_id, NULL, NULL, NULL);
    END IF;
    -- some of it was given back for goods that came back; or an adopted invoice says that less was paid than its payments
    IF v_paid < v_amount THEN
        CALL _raise('VALIDATION.more_than_paid', v_payment_id, _money(v_amount, v_minor_units), _money(v_paid, v_minor_units), NULL);
    END IF;
    SET v_deposited = IF(v_refund = 'none' AND v_method <> 'wallet', v_deposited, 0);
    IF v_deposited > 0 AND v_deposited > v_wallet THEN
        CALL _raise('WALLET_SPENT', v_customer_id, _money(v_deposited, v_minor_units), _money(v_wallet, v_minor_units), NULL);
    END IF;

    -- write
    CALL _post_payment(
        v_invoice_id, v_invoice_no, v_work_order_id, -v_amount, v_method, v_reason, v_payment_id, NULL, -v_amount, 0,
        v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_balance, v_wallet, v_seq, v_entries, v_void_id);
    CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), v_customer_id);
    IF v_refund = 'wallet' AND v_method <> 'wallet' THEN
        CALL _post_customer_transaction(
            v_customer_id, 'deposit', 0, v_amount, 'refund', v_method, CONCAT('قيمة الدفعة الملغاة رقم ', v_payment_id),
            v_invoice_id, NULL, NULL, v_work_order_id, v_today, v_at, v_user_id,
            v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
        CALL _post_wallet_entry(
            v_method, v_amount, v_wallet_transaction_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id);
    END IF;
    IF v_deposited > 0 THEN
        CALL _post_customer_transaction(
            v_customer_id, 'withdraw', 0, -v_deposited, 'withdraw', v_method, CONCAT('زيادة الدفعة الملغاة رقم ', v_payment_id),
            v_invoice_id, NULL, NULL, v_work_order_id, v_today, v_at, v_user_id,
            v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
        CALL _post_wallet_entry(
            v_method, -v_deposited, v_wallet_transaction_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id);
    END IF;
    CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    SET v_paid = v_paid - v_amount;
    SET v_open = v_open + v_amount;
    UPDATE invoices_out SET
        paid_amount = v_paid, remaining_amount = v_open, delivered = IF(v_paid > 0, 'partial', 'no'), updated_by = v_user_id
    WHERE id = v_invoice_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;

    -- answer
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم إلغاء الدفعة بنجاح.","payment_id":', v_payment_id, ',"void_id":', v_void_id, ',"invoice_id":', v_invoice_id,
        ',"amount":', _money(v_amount, v_minor_units),
        ',"to_wallet":', _money(IF(v_method = 'wallet' OR v_refund = 'wallet', v_amount, 0), v_minor_units),
        ',"from_wallet":', _money(v_deposited, v_minor_units),
        ',"remaining_after":', _money(v_open, v_minor_units), ',"payment_status":"', IF(v_paid > 0, 'partial', 'pending'), '"',
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_order":', v_work_order_json, '}');
    CALL _close_request('sp_void_payment', v_request_id, v_hash, 'invoice_payments', v_void_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

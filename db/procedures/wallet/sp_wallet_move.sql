-- Move a customer's prepaid money: deposit and refund raise the wallet, withdraw lowers it, never below zero.
--
-- Parameters: p_request JSON object: customer_id, type deposit|withdraw|refund, amount above 0 in currency units, created_by; optional
--   method cash|bank_transfer|check|card (cash), description, branch_id, request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, WALLET_INSUFFICIENT, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, by primary key; series JE.
-- Returns: one row, one column response: wallet_transaction_id, customer_transaction_id, customer.
-- Example: CALL sp_wallet_move('{"customer_id": 4, "type": "deposit", "amount": "500.00", "created_by": 5}');
CREATE PROCEDURE sp_wallet_move(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
move: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_customer_id BIGINT;
    DECLARE v_type, v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_company_id, v_wallet_transaction_id, v_customer_transaction_id INT;
    DECLARE v_today DATE;
    DECLARE v_minor_units TINYINT;
    DECLARE v_branch_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_amount, v_balance, v_wallet, v_wallet_before DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_shift_id INT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_wallet_move', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE move;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_wallet_move', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_customer_id = _required_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET v_type = _read_word('type', JSON_EXTRACT(p_request, '$.type'), NULL, 'deposit,withdraw,refund');
    IF v_type IS NULL THEN
        CALL _raise('VALIDATION.required', 'type', NULL, NULL, NULL);
    END IF;
    SET v_method = _read_money_method(JSON_EXTRACT(p_request, '$.method'));
    SET v_description = COALESCE(
        _read_text('description', JSON_EXTRACT(p_request, '$.description'), 255),
        CASE v_type WHEN 'deposit' THEN 'إيداع في المحفظة' WHEN 'refund' THEN 'استرداد إلى المحفظة' ELSE 'سحب من المحفظة' END);

    -- lock
    CALL _lock_customer(v_customer_id, v_company_id, v_balance, v_wallet, v_seq);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    SET v_wallet_before = v_wallet;

    -- decide
    IF v_seq IS NULL THEN
        CALL _raise('VALIDATION.no_wallet', v_customer_id, NULL, NULL, NULL);
    END IF;
    SET v_amount = _read_amount('amount', JSON_EXTRACT(p_request, '$.amount'), v_minor_units);
    IF v_amount IS NULL THEN
        CALL _raise('INVALID_PAYMENT', 'amount', COALESCE(JSON_EXTRACT(p_request, '$.amount'), 'null'), NULL, NULL);
    END IF;
    IF v_type = 'withdraw' AND v_amount > v_wallet THEN
        CALL _raise('WALLET_INSUFFICIENT', v_customer_id, _money(v_amount, v_minor_units), _money(v_wallet, v_minor_units), NULL);
    END IF;
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _post_customer_transaction(
        v_customer_id, IF(v_type = 'withdraw', 'withdraw', 'deposit'), 0, IF(v_type = 'withdraw', -v_amount, v_amount), v_type, v_method,
        v_description, NULL, NULL, NULL, NULL, NULL, v_today, _as_timestamp(v_now), v_user_id,
        v_balance, v_wallet, v_seq, v_wallet_transaction_id, v_customer_transaction_id);
    CALL _post_wallet_entry(
        v_method, IF(v_type = 'withdraw', -v_amount, v_amount), v_wallet_transaction_id, v_customer_id, v_company_id, v_branch_id, v_branch_code,
        v_today, _as_timestamp(v_now), v_user_id, v_shift_id);
    CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    -- its _document_state, without reading it
    CALL _audit(
        'post', 'wallet_transactions', v_wallet_transaction_id, NULL,
        CONCAT('{"customer_id":', v_customer_id, ',"type":"', v_type, '","amount":', v_amount, '}'), v_description, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"', CASE v_type WHEN 'withdraw' THEN 'تم السحب من المحفظة بنجاح.' ELSE 'تم الإيداع في المحفظة بنجاح.' END,
        '","wallet_transaction_id":', v_wallet_transaction_id, ',"customer_transaction_id":', v_customer_transaction_id,
        ',"customer":', _customer_json(v_customer_id, v_balance, v_balance, v_wallet_before, v_wallet, v_minor_units), '}');
    CALL _close_request('sp_wallet_move', v_request_id, v_hash, 'wallet_transactions', v_wallet_transaction_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

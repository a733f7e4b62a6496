-- Make a customer, or change one: members that are absent stay as they are, null clears. Balance and wallet are never set here.
--
-- Parameters: p_request JSON object: created_by; customer_id to change one; name, mobile (11 characters at most) and city, required for a
--   new one; optional address, notes, active, group_id, price_list_id (before the group's), credit_limit (currency units that may be owed; null:
--   any amount, 0: none; only an admin changes it), tracks_balance (true; false: a walk-in customer, who pays in full and has no account, balance or
--   wallet; an account at nothing can be given up, never opened again), company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_CUSTOMER, UNKNOWN_GROUP,
--   UNKNOWN_PRICE_LIST, AMOUNT_PRECISION, CREDIT_LIMIT.
-- Locks: request_id's bucket; customer, by primary key.
-- Returns: one row, one column response: customer_id, customer.
-- Example: CALL sp_save_customer('{"name": "محمد علي", "mobile": "01012345678", "city": "القاهرة", "created_by": 5}');
CREATE PROCEDURE sp_save_customer(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_customer_id, v_company_id, v_group_id, v_price_list_id BIGINT;
    DECLARE v_credit_limit, v_old_credit_limit DECIMAL(19,4);
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_mobile, v_city, v_address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_active, v_tracks_balance, v_old_tracks_balance, v_minor_units TINYINT;
    DECLARE v_balance, v_wallet, v_open DECIMAL(19,4);
    DECLARE v_open_note_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_branch_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_today DATE;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_customer', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_customer', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_mobile = _read_text('mobile', JSON_EXTRACT(p_request, '$.mobile'), 11);
    SET v_city = _read_text('city', JSON_EXTRACT(p_request, '$.city'), 100);
    SET v_address = _read_text('address', JSON_EXTRACT(p_request, '$.address'), 255);
    SET v_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 10000);
    SET v_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), 1);
    SET v_tracks_balance = COALESCE(_read_flag('tracks_balance', JSON_EXTRACT(p_request, '$.tracks_balance')), 1);
    SET v_group_id = _read_id('group_id', JSON_EXTRACT(p_request, '$.group_id'));
    SET v_price_list_id = _read_id('price_list_id', JSON_EXTRACT(p_request, '$.price_list_id'));

    -- lock
    IF v_customer_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            c.company_id,
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, c.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.mobile') IS NULL, c.mobile, v_mobile),
            IF(JSON_EXTRACT(p_request, '$.city') IS NULL, c.city, v_city),
            IF(JSON_EXTRACT(p_request, '$.address') IS NULL, c.address, v_address),
            IF(JSON_EXTRACT(p_request, '$.notes') IS NULL, c.notes, v_notes),
            IF(JSON_EXTRACT(p_request, '$.active') IS NULL, c.active, v_active),
            IF(JSON_EXTRACT(p_request, '$.group_id') IS NULL, c.group_id, v_group_id),
            IF(JSON_EXTRACT(p_request, '$.price_list_id') IS NULL, c.price_list_id, v_price_list_id),
            IF(_scalar(JSON_EXTRACT(p_request, '$.tracks_balance')) IS NULL, c.tracks_balance, v_tracks_balance),
            c.credit_limit, c.tracks_balance, COALESCE(c.balance, 0), COALESCE(c.wallet, 0), c.ledger_seq
        INTO
            v_company_id, v_name, v_mobile, v_city, v_address, v_notes, v_active, v_group_id, v_price_list_id, v_tracks_balance, v_old_credit_limit,
            v_old_tracks_balance, v_balance, v_wallet, v_seq
        FROM customers AS c WHERE c.id = v_customer_id FOR UPDATE;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_CUSTOMER', v_customer_id, NULL, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_name IS NULL OR v_mobile IS NULL OR v_city IS NULL THEN
        CALL _raise('VALIDATION.required', CASE WHEN v_name IS NULL THEN 'name' WHEN v_mobile IS NULL THEN 'mobile' ELSE 'city' END, NULL, NULL, NULL);
    END IF;
    CALL _read_branch(NULL, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_minor_units IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    IF NOT EXISTS (SELECT 1 FROM customer_groups AS g WHERE g.id = v_group_id AND g.company_id = v_company_id) AND v_group_id IS NOT NULL THEN
        CALL _raise('UNKNOWN_GROUP', v_group_id, NULL, NULL, NULL);
    END IF;
    CALL _check_price_list(v_price_list_id, v_company_id);
    SET v_credit_limit = IF(
        JSON_EXTRACT(p_request, '$.credit_limit') IS NULL, v_old_credit_limit,
        _read_money('credit_limit', JSON_EXTRACT(p_request, '$.credit_limit'), v_minor_units));
    IF NOT v_credit_limit <=> v_old_credit_limit AND NOT EXISTS (SELECT 1 FROM users AS u WHERE u.id = v_user_id AND u.role = 'admin') THEN
        CALL _raise('CREDIT_LIMIT.set', v_user_id, NULL, NULL, NULL);
    END IF;
    IF v_tracks_balance > v_old_tracks_balance THEN
        CALL _raise('VALIDATION.fixed', 'tracks_balance', v_customer_id, 'true', NULL);
    END IF;
    IF v_tracks_balance < v_old_tracks_balance THEN
        SET v_open = _open_total(v_customer_id, NULL);
        -- a note in another currency may be open by less than the company's currency can tell: it is named
        SELECT MIN(n.debit_note_no) INTO v_open_note_no
        FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_pay_order) WHERE n.customer_id = v_customer_id AND n.pay_by IS NOT NULL;
        IF v_balance <> 0 OR v_wallet <> 0 OR v_open <> 0 OR v_open_note_no IS NOT NULL THEN
            CALL _raise(
                'VALIDATION.account_in_use', v_customer_id, _money(v_balance, v_minor_units), _money(v_wallet, v_minor_units),
                IF(v_open = 0 AND v_open_note_no IS NOT NULL, v_open_note_no, _money(v_open, v_minor_units)));
        END IF;
    END IF;

    -- write
    CALL _document_state('customers', v_customer_id, v_before);
    IF v_customer_id IS NULL THEN
        INSERT INTO customers (
            company_id, name, mobile, city, address, notes, active, group_id, price_list_id, credit_limit, tracks_balance, created_by, created_at, join_date)
        VALUES (
            v_company_id, v_name, v_mobile, v_city, v_address, v_notes, v_active, v_group_id, v_price_list_id, v_credit_limit, v_tracks_balance, v_user_id,
            _as_timestamp(v_now), v_today);
        SET v_customer_id = LAST_INSERT_ID();
    ELSE
        UPDATE customers SET
            name = v_name, mobile = v_mobile, city = v_city, address = v_address, notes = v_notes, active = v_active, group_id = v_group_id,
            price_list_id = v_price_list_id, credit_limit = v_credit_limit, tracks_balance = v_tracks_balance
        WHERE id = v_customer_id;
    END IF;
    IF NOT v_credit_limit <=> v_old_credit_limit THEN
        CALL _audit(
            'credit_limit', 'customers', v_customer_id, CONCAT('{"credit_limit":', _money(v_old_credit_limit, v_minor_units), '}'),
            CONCAT('{"credit_limit":', _money(v_credit_limit, v_minor_units), '}'), NULL, v_user_id, v_request_id, v_now);
    END IF;
    IF v_tracks_balance < v_old_tracks_balance THEN
        -- with where the ledger ended: no row may follow
        CALL _audit(
            'tracks_balance', 'customers', v_customer_id, '{"tracks_balance":true}', CONCAT('{"tracks_balance":false,"ledger_seq":', v_seq, '}'), NULL,
            v_user_id, v_request_id, v_now);
    END IF;
    CALL _audit_change('save', 'customers', v_customer_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT('{"ok":true,"msg":"تم حفظ العميل بنجاح.","customer_id":', c.id, ',"customer":', _customer_row_json(
            c.id, c.company_id, c.name, c.mobile, c.city, c.address, c.notes, c.active, c.balance, c.wallet, c.join_date,
            c.group_id, c.price_list_id, c.credit_limit, c.tracks_balance, v_minor_units), '}')
        FROM customers AS c WHERE c.id = v_customer_id);
    CALL _close_request('sp_save_customer', v_request_id, v_hash, 'customers', v_customer_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

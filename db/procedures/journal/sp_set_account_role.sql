-- Say which account plays a role from now on: procedures post to roles. What was posted stays where it is, and a reversal goes to the account
-- of what it reverses. A payment method is a role of its own name.
--
-- Parameters: p_request JSON object: role; account_id, or account, its code: of the same kind as the account that plays the role now; created_by; optional
--   request_id. What the books compare with customers, suppliers and batches (account_roles.control) has an account of its own.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_ACCOUNT.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; the role, by primary key.
-- Returns: one row, one column response: role, account_id.
-- Example: CALL sp_set_account_role('{"role": "card", "account": "1110", "created_by": 1}');
CREATE PROCEDURE sp_set_account_role(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
setting: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_account_id BIGINT;
    DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_old_account_id INT;
    DECLARE v_bucket INT;
    DECLARE v_control TINYINT;
    DECLARE v_role, v_other_role VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_kind, v_kind_of_role VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_set_account_role', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE setting;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_set_account_role', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_role = LOWER(_read_text('role', JSON_EXTRACT(p_request, '$.role'), 24));
    IF v_role IS NULL THEN
        CALL _raise('VALIDATION.required', 'role', NULL, NULL, NULL);
    END IF;
    SET v_account_id = _read_id('account_id', JSON_EXTRACT(p_request, '$.account_id'));
    IF v_account_id IS NULL THEN
        SET v_code = _read_text('account', JSON_EXTRACT(p_request, '$.account'), 20);
        IF v_code IS NULL THEN
            CALL _raise('VALIDATION.required', 'account_id', NULL, NULL, NULL);
        END IF;
    END IF;

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;

    -- decide
    SELECT MAX(a.kind), MAX(a.id), MAX(r.control) INTO v_kind_of_role, v_old_account_id, v_control
    FROM account_roles AS r STRAIGHT_JOIN accounts AS a FORCE INDEX (PRIMARY) ON a.id = r.account_id
    WHERE r.role = CONVERT(v_role USING ascii);
    IF v_kind_of_role IS NULL THEN
        CALL _raise('VALIDATION', 'role', v_role, NULL, NULL);
    END IF;
    IF v_account_id IS NULL THEN
        SET v_account_id = (SELECT a.id FROM accounts AS a FORCE INDEX (accounts_by_code) WHERE a.code = CONVERT(v_code USING ascii));
    END IF;
    SELECT MAX(a.kind) INTO v_kind FROM accounts AS a WHERE a.id = v_account_id;
    IF v_kind IS NULL THEN
        CALL _raise('UNKNOWN_ACCOUNT', COALESCE(v_account_id, v_code), NULL, NULL, NULL);
    END IF;
    IF v_kind <> v_kind_of_role THEN
        CALL _raise('VALIDATION.kind_of_role', v_role, v_kind_of_role, v_account_id, v_kind);
    END IF;
    SELECT MIN(r.role) INTO v_other_role
    FROM account_roles AS r FORCE INDEX (account_roles_fk_account)
    WHERE r.account_id = v_account_id AND r.role <> CONVERT(v_role USING ascii) AND (v_control = 1 OR r.control = 1);
    IF v_other_role IS NOT NULL THEN
        CALL _raise('VALIDATION.own_account', v_role, v_account_id, v_other_role, NULL);
    END IF;

    -- write
    UPDATE account_roles SET account_id = v_account_id WHERE role = CONVERT(v_role USING ascii);
    CALL _audit(
        'account_role', 'accounts', v_account_id, CONCAT('{"role":"', v_role, '","account_id":', v_old_account_id, '}'),
        CONCAT('{"role":"', v_role, '","account_id":', v_account_id, '}'), NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT('{"ok":true,"msg":"تم ربط الحساب بنجاح.","role":"', v_role, '","account_id":', v_account_id, '}');
    CALL _close_request('sp_set_account_role', v_request_id, v_hash, 'accounts', v_account_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

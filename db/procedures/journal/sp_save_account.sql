-- Add an account to the chart, or change one. Its kind is fixed once something was posted to it or it plays a role.
--
-- Parameters: p_request JSON object: created_by; account_id to change one; code (1 to 20 of A-Z, a-z, 0-9, . and -), name_ar, name_en, kind
--   asset|liability|equity|revenue|expense, all required for a new one; optional request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_ACCOUNT.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on.
-- Returns: one row, one column response: account_id, account as in sp_list_accounts.
-- Example: CALL sp_save_account('{"code": "1101", "name_ar": "صندوق الفرع", "name_en": "Branch cash", "kind": "asset", "created_by": 1}');
CREATE PROCEDURE sp_save_account(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_account_id, v_found_id BIGINT;
    DECLARE v_bucket INT;
    DECLARE v_code, v_kind, v_old_kind VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name_ar, v_name_en VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_account', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_account', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_account_id = _read_id('account_id', JSON_EXTRACT(p_request, '$.account_id'));
    SET v_code = _read_text('code', JSON_EXTRACT(p_request, '$.code'), 20);
    IF NOT v_code COLLATE utf8mb4_bin REGEXP '^[A-Za-z0-9.-]+\\z' THEN
        CALL _raise('VALIDATION', 'code', v_code, NULL, NULL);
    END IF;
    SET v_name_ar = _read_text('name_ar', JSON_EXTRACT(p_request, '$.name_ar'), 150);
    SET v_name_en = _read_text('name_en', JSON_EXTRACT(p_request, '$.name_en'), 150);
    SET v_kind = _read_word('kind', JSON_EXTRACT(p_request, '$.kind'), NULL, 'asset,liability,equity,revenue,expense');

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_account_id IS NOT NULL THEN
        SELECT
            a.id, a.kind, COALESCE(v_code, a.code), COALESCE(v_name_ar, a.name_ar), COALESCE(v_name_en, a.name_en), COALESCE(v_kind, a.kind)
        INTO v_found_id, v_old_kind, v_code, v_name_ar, v_name_en, v_kind
        FROM accounts AS a WHERE a.id = v_account_id;
        IF v_found_id IS NULL THEN
            CALL _raise('UNKNOWN_ACCOUNT', v_account_id, NULL, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_code IS NULL OR v_name_ar IS NULL OR v_name_en IS NULL OR v_kind IS NULL THEN
        CALL _raise(
            'VALIDATION.required', CASE WHEN v_code IS NULL THEN 'code' WHEN v_name_ar IS NULL THEN 'name_ar' WHEN v_name_en IS NULL THEN 'name_en' ELSE 'kind' END,
            NULL, NULL, NULL);
    END IF;
    IF EXISTS (SELECT 1 FROM accounts AS a WHERE a.code = CONVERT(v_code USING ascii) AND NOT a.id <=> v_account_id) THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;
    IF v_kind <> v_old_kind AND (
        EXISTS (SELECT 1 FROM journal_entry_lines AS l FORCE INDEX (journal_entry_lines_of_account) WHERE l.account_id = v_account_id)
        OR EXISTS (SELECT 1 FROM account_roles AS r WHERE r.account_id = v_account_id))
    THEN
        CALL _raise('VALIDATION.fixed', 'kind', v_account_id, v_kind, NULL);
    END IF;

    -- write
    CALL _document_state('accounts', v_account_id, v_before);
    IF v_account_id IS NULL THEN
        INSERT INTO accounts (code, name_ar, name_en, kind) VALUES (v_code, v_name_ar, v_name_en, v_kind);
        SET v_account_id = LAST_INSERT_ID();
    ELSE
        UPDATE accounts SET code = v_code, name_ar = v_name_ar, name_en = v_name_en, kind = v_kind WHERE id = v_account_id;
    END IF;
    CALL _audit_change('save', 'accounts', v_account_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم حفظ الحساب بنجاح.","account_id":', v_account_id, ',"account":', _account_json(v_account_id), '}');
    CALL _close_request('sp_save_account', v_request_id, v_hash, 'accounts', v_account_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

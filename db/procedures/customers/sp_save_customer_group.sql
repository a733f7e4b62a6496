-- Make a group of customers, or change one: members that are absent stay as they are, null clears.
--
-- Parameters: p_request JSON object: created_by; group_id to change one; code (1 to 20 of A-Z, a-z, 0-9, . and -, a letter first) and name, required
--   for a new one; optional price_list_id (of its customers that have none of their own), company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_GROUP, UNKNOWN_PRICE_LIST.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on.
-- Returns: one row, one column response: group_id, group {id, company_id, code, name, price_list_id}.
-- Example: CALL sp_save_customer_group('{"code": "DEALERS", "name": "تجار", "price_list_id": 1, "created_by": 1}');
CREATE PROCEDURE sp_save_customer_group(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_group_id, v_company_id, v_price_list_id BIGINT;
    DECLARE v_bucket INT;
    DECLARE v_code VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_customer_group', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_customer_group', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_group_id = _read_id('group_id', JSON_EXTRACT(p_request, '$.group_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_code = _read_code(JSON_EXTRACT(p_request, '$.code'));
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_price_list_id = _read_id('price_list_id', JSON_EXTRACT(p_request, '$.price_list_id'));

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_group_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            g.company_id,
            IF(JSON_EXTRACT(p_request, '$.code') IS NULL, g.code, v_code),
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, g.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.price_list_id') IS NULL, g.price_list_id, v_price_list_id)
        INTO v_company_id, v_code, v_name, v_price_list_id
        FROM customer_groups AS g WHERE g.id = v_group_id;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_GROUP', v_group_id, NULL, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_code IS NULL OR v_name IS NULL THEN
        CALL _raise('VALIDATION.required', IF(v_code IS NULL, 'code', 'name'), NULL, NULL, NULL);
    END IF;
    CALL _check_company(v_company_id);
    IF EXISTS (
        SELECT 1 FROM customer_groups AS g WHERE g.company_id = v_company_id AND g.code = CONVERT(v_code USING ascii) AND NOT g.id <=> v_group_id)
    THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;
    CALL _check_price_list(v_price_list_id, v_company_id);

    -- write
    CALL _document_state('customer_groups', v_group_id, v_before);
    IF v_group_id IS NULL THEN
        INSERT INTO customer_groups (company_id, code, name, price_list_id) VALUES (v_company_id, v_code, v_name, v_price_list_id);
        SET v_group_id = LAST_INSERT_ID();
    ELSE
        UPDATE customer_groups SET code = v_code, name = v_name, price_list_id = v_price_list_id WHERE id = v_group_id;
    END IF;
    CALL _audit_change('save', 'customer_groups', v_group_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ مجموعة العملاء بنجاح.","group_id":', g.id,
            ',"group":', _customer_group_json(g.id, g.company_id, g.code, g.name, g.price_list_id), '}')
        FROM customer_groups AS g WHERE g.id = v_group_id);
    CALL _close_request('sp_save_customer_group', v_request_id, v_hash, 'customer_groups', v_group_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

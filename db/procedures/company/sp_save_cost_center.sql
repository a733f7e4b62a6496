-- Make a cost centre, or change one: members that are absent stay as they are. One that is not active is in no new document.
--
-- Parameters: p_request JSON object: created_by; cost_center_id to change one; code (1 to 20 of A-Z, a-z, 0-9, . and -, a letter first) and name, required
--   for a new one; optional active (true), company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_COST_CENTER.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on.
-- Returns: one row, one column response: cost_center_id, cost_center {id, company_id, code, name, active}.
-- Example: CALL sp_save_cost_center('{"code": "WORKSHOP", "name": "الورشة", "created_by": 1}');
CREATE PROCEDURE sp_save_cost_center(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_cost_center_id, v_company_id BIGINT;
    DECLARE v_active TINYINT;
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
    CALL _open_request('sp_save_cost_center', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_cost_center', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_cost_center_id = _read_id('cost_center_id', JSON_EXTRACT(p_request, '$.cost_center_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_code = _read_code(JSON_EXTRACT(p_request, '$.code'));
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), 1);

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_cost_center_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            c.company_id,
            IF(JSON_EXTRACT(p_request, '$.code') IS NULL, c.code, v_code),
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, c.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.active') IS NULL, c.active, v_active)
        INTO v_company_id, v_code, v_name, v_active
        FROM cost_centers AS c WHERE c.id = v_cost_center_id;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_COST_CENTER', v_cost_center_id, COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1), NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_code IS NULL OR v_name IS NULL THEN
        CALL _raise('VALIDATION.required', IF(v_code IS NULL, 'code', 'name'), NULL, NULL, NULL);
    END IF;
    CALL _check_company(v_company_id);
    IF EXISTS (
        SELECT 1 FROM cost_centers AS c WHERE c.company_id = v_company_id AND c.code = CONVERT(v_code USING ascii) AND NOT c.id <=> v_cost_center_id)
    THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;

    -- write
    CALL _document_state('cost_centers', v_cost_center_id, v_before);
    IF v_cost_center_id IS NULL THEN
        INSERT INTO cost_centers (company_id, code, name, active) VALUES (v_company_id, v_code, v_name, v_active);
        SET v_cost_center_id = LAST_INSERT_ID();
    ELSE
        UPDATE cost_centers SET code = v_code, name = v_name, active = v_active WHERE id = v_cost_center_id;
    END IF;
    CALL _audit_change('save', 'cost_centers', v_cost_center_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ مركز التكلفة بنجاح.","cost_center_id":', c.id,
            ',"cost_center":', _cost_center_json(c.id, c.company_id, c.code, c.name, c.active), '}')
        FROM cost_centers AS c WHERE c.id = v_cost_center_id);
    CALL _close_request('sp_save_cost_center', v_request_id, v_hash, 'cost_centers', v_cost_center_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

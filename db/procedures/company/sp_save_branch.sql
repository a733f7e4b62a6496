-- Make a branch with its number series, or change one. Its code stands in its document numbers: it is fixed once it has numbered one.
--
-- Parameters: p_request JSON object: created_by; branch_id to change one; code (1 to 10 of A-Z, 0-9) and name, required for a new one; optional
--   cost_center_id (of its documents that name none; null clears), company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH (of one that is changed), UNKNOWN_COST_CENTER.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; where the code changes all series of the branch (_lock_all_series).
-- Returns: one row, one column response: branch_id, branch {id, company_id, code, name, is_main, cost_center_id}.
-- Example: CALL sp_save_branch('{"code": "GZ", "name": "فرع الجيزة", "created_by": 1}');
CREATE PROCEDURE sp_save_branch(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_branch_id, v_company_id, v_cost_center_id BIGINT;
    DECLARE v_bucket, v_last_no INT;
    DECLARE v_code, v_old_code VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
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
    CALL _open_request('sp_save_branch', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_branch', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_branch_id = _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_code = _read_text('code', JSON_EXTRACT(p_request, '$.code'), 10);
    IF NOT v_code COLLATE utf8mb4_bin REGEXP '^[A-Z0-9]+\\z' THEN
        CALL _raise('VALIDATION', 'code', v_code, NULL, NULL);
    END IF;
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_cost_center_id = _read_id('cost_center_id', JSON_EXTRACT(p_request, '$.cost_center_id'));

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_branch_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            b.company_id, b.code,
            IF(JSON_EXTRACT(p_request, '$.code') IS NULL, b.code, v_code),
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, b.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.cost_center_id') IS NULL, b.cost_center_id, v_cost_center_id)
        INTO v_company_id, v_old_code, v_code, v_name, v_cost_center_id
        FROM branches AS b WHERE b.id = v_branch_id;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_BRANCH', v_branch_id, COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1), NULL, NULL);
        END IF;
        CALL _check_branch(v_user_id, v_branch_id);
    END IF;

    -- decide
    IF v_code IS NULL OR v_name IS NULL THEN
        CALL _raise('VALIDATION.required', IF(v_code IS NULL, 'code', 'name'), NULL, NULL, NULL);
    END IF;
    CALL _check_company(v_company_id);
    IF EXISTS (SELECT 1 FROM branches AS b WHERE b.company_id = v_company_id AND b.code = CONVERT(v_code USING ascii) AND NOT b.id <=> v_branch_id) THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;
    IF v_code <> v_old_code THEN
        CALL _lock_all_series(v_branch_id);
        SELECT MAX(s.last_no) INTO v_last_no FROM number_series AS s WHERE s.branch_id = v_branch_id;
        IF v_last_no > 0 THEN
            CALL _raise('VALIDATION.fixed', 'code', v_branch_id, v_code, NULL);
        END IF;
    END IF;
    IF v_cost_center_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cost_centers AS c WHERE c.id = v_cost_center_id AND c.company_id = v_company_id) THEN
        CALL _raise('UNKNOWN_COST_CENTER', v_cost_center_id, v_company_id, NULL, NULL);
    END IF;

    -- write
    CALL _document_state('branches', v_branch_id, v_before);
    IF v_branch_id IS NULL THEN
        INSERT INTO branches (company_id, code, name, cost_center_id) VALUES (v_company_id, v_code, v_name, v_cost_center_id);
        SET v_branch_id = LAST_INSERT_ID();
        INSERT INTO number_series (branch_id, kind, code, day, last_no)
        SELECT v_branch_id, k.kind, CONCAT(v_code, '-'), '1000-01-01', 0 FROM _series_kinds AS k;
    ELSE
        UPDATE branches SET code = v_code, name = v_name, cost_center_id = v_cost_center_id WHERE id = v_branch_id;
        -- a branch's and those of its tills, which bear its code in their own; the main branch's bear it only there
        IF v_code <> v_old_code THEN
            UPDATE number_series SET code = CONCAT(v_code, SUBSTRING(code, CHAR_LENGTH(v_old_code) + 1)) WHERE branch_id = v_branch_id AND code <> '';
        END IF;
    END IF;
    CALL _audit_change('save', 'branches', v_branch_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ الفرع بنجاح.","branch_id":', b.id, ',"branch":',
            _branch_json(b.id, b.company_id, b.code, b.name, b.main_of, b.cost_center_id), '}')
        FROM branches AS b WHERE b.id = v_branch_id);
    CALL _close_request('sp_save_branch', v_request_id, v_hash, 'branches', v_branch_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

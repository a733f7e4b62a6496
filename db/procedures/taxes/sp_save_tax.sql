-- Make a tax, or change one: members that are absent stay as they are, null clears. Documents keep name and rate that they were made with.
--
-- Parameters: p_request JSON object: created_by; tax_id to change one; code (1 to 20 of A-Z, a-z, 0-9, . and -, a letter first), name and rate
--   (percent, 0 to 100, 4 decimals at most), all required for a new one; optional active, company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_TAX.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; the tax, by primary key, which lines sold with it share.
-- Returns: one row, one column response: tax_id, tax.
-- Example: CALL sp_save_tax('{"code": "VAT", "name": "ضريبة القيمة المضافة", "rate": 14, "created_by": 1}');
CREATE PROCEDURE sp_save_tax(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_tax_id, v_company_id BIGINT;
    DECLARE v_bucket INT;
    DECLARE v_code VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate_text, v_before, v_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(19,6);
    DECLARE v_active TINYINT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_tax', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_tax', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_tax_id = _read_id('tax_id', JSON_EXTRACT(p_request, '$.tax_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_code = _read_code(JSON_EXTRACT(p_request, '$.code'));
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_rate_text = _scalar(JSON_EXTRACT(p_request, '$.rate'));
    SET v_rate = _rounded(_number(v_rate_text), 4);
    IF v_rate_text IS NOT NULL AND (v_rate IS NULL OR v_rate < 0 OR v_rate > 100) THEN
        CALL _raise('VALIDATION', 'rate', v_rate_text, NULL, NULL);
    END IF;
    SET v_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), 1);

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_tax_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            t.company_id, _tax_json(t.id, t.company_id, t.code, t.name, t.rate, t.active),
            IF(JSON_EXTRACT(p_request, '$.code') IS NULL, t.code, v_code),
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, t.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.rate') IS NULL, t.rate, v_rate),
            IF(JSON_EXTRACT(p_request, '$.active') IS NULL, t.active, v_active)
        INTO v_company_id, v_before, v_code, v_name, v_rate, v_active
        FROM taxes AS t WHERE t.id = v_tax_id FOR UPDATE;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_TAX', v_tax_id, NULL, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_code IS NULL OR v_name IS NULL OR v_rate IS NULL THEN
        CALL _raise('VALIDATION.required', CASE WHEN v_code IS NULL THEN 'code' WHEN v_name IS NULL THEN 'name' ELSE 'rate' END, NULL, NULL, NULL);
    END IF;
    CALL _check_company(v_company_id);
    IF EXISTS (SELECT 1 FROM taxes AS t WHERE t.company_id = v_company_id AND t.code = CONVERT(v_code USING ascii) AND NOT t.id <=> v_tax_id) THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;

    -- write
    IF v_tax_id IS NULL THEN
        INSERT INTO taxes (company_id, code, name, rate, active) VALUES (v_company_id, v_code, v_name, v_rate, v_active);
        SET v_tax_id = LAST_INSERT_ID();
    ELSE
        UPDATE taxes SET code = v_code, name = v_name, rate = v_rate, active = v_active WHERE id = v_tax_id;
    END IF;
    SET v_after = (SELECT _tax_json(t.id, t.company_id, t.code, t.name, t.rate, t.active) FROM taxes AS t WHERE t.id = v_tax_id);
    CALL _audit('save', 'taxes', v_tax_id, v_before, v_after, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT('{"ok":true,"msg":"تم حفظ الضريبة بنجاح.","tax_id":', v_tax_id, ',"tax":', v_after, '}');
    CALL _close_request('sp_save_tax', v_request_id, v_hash, 'taxes', v_tax_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

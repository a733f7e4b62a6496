-- Make a till of a branch, or change one: members that are absent stay as they are, null clears. A till may number its documents by itself: they
-- bear its branch's code and its own. Both that and the code are fixed once it has numbered one.
--
-- Parameters: p_request JSON object: created_by; till_id to change one; code (1 to 8 of A-Z, 0-9) and name, required for a new one; optional
--   branch_id (of a new one, the company's main branch), customer_id (whom it sells to where a sale names nobody), own_numbers (0), active (1; no
--   shift is opened at an inactive one), company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_TILL, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   UNKNOWN_CUSTOMER.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; the customer, shared; the till, by primary key, which what is posted at
--   it shares.
-- Returns: one row, one column response: till_id, till {id, company_id, branch_id, code, name, customer_id, own_numbers, active,
--   open_shift {id, shift_no, cashier_id, cashier} or null}.
-- Example: CALL sp_save_till('{"code": "T1", "name": "الكاشير 1", "own_numbers": true, "created_by": 1}');
CREATE PROCEDURE sp_save_till(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_till_id, v_company_id, v_asked_branch_id, v_customer_id BIGINT;
    DECLARE v_bucket, v_branch_id, v_customers_company_id, v_series INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_today DATE;
    DECLARE v_code, v_old_code VARCHAR(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_series_code, v_old_series_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_own_numbers, v_old_own_numbers, v_active TINYINT;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_till', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_till', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_till_id = _read_id('till_id', JSON_EXTRACT(p_request, '$.till_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_asked_branch_id = _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id'));
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET v_code = _read_text('code', JSON_EXTRACT(p_request, '$.code'), 8);
    IF NOT v_code COLLATE utf8mb4_bin REGEXP '^[A-Z0-9]+\\z' THEN
        CALL _raise('VALIDATION', 'code', v_code, NULL, NULL);
    END IF;
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_own_numbers = COALESCE(_read_flag('own_numbers', JSON_EXTRACT(p_request, '$.own_numbers')), 0);
    SET v_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), 1);

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_customer_id IS NOT NULL THEN
        SELECT c.company_id INTO v_customers_company_id FROM customers AS c WHERE c.id = v_customer_id AND c.active = 1 LOCK IN SHARE MODE;
        IF v_customers_company_id IS NULL THEN
            CALL _raise('UNKNOWN_CUSTOMER', v_customer_id, NULL, NULL, NULL);
        END IF;
    END IF;
    IF v_till_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            t.company_id, t.branch_id, t.code, t.own_numbers,
            IF(JSON_EXTRACT(p_request, '$.code') IS NULL, t.code, v_code),
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, t.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.customer_id') IS NULL, t.customer_id, v_customer_id),
            IF(JSON_EXTRACT(p_request, '$.own_numbers') IS NULL, t.own_numbers, v_own_numbers),
            IF(JSON_EXTRACT(p_request, '$.active') IS NULL, t.active, v_active)
        INTO v_company_id, v_branch_id, v_old_code, v_old_own_numbers, v_code, v_name, v_customer_id, v_own_numbers, v_active
        FROM tills AS t WHERE t.id = v_till_id FOR UPDATE;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_TILL', v_till_id, NULL, NULL, NULL);
        END IF;
        CALL _check_branch(v_user_id, v_branch_id);
        IF v_asked_branch_id <> v_branch_id THEN
            CALL _raise('VALIDATION.fixed', 'branch_id', v_till_id, v_asked_branch_id, NULL);
        END IF;
    ELSE
        CALL _read_branch(v_user_id, v_company_id, v_asked_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        IF v_branch_id IS NULL THEN
            CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_code IS NULL OR v_name IS NULL THEN
        CALL _raise('VALIDATION.required', IF(v_code IS NULL, 'code', 'name'), NULL, NULL, NULL);
    END IF;
    IF v_customers_company_id <> v_company_id THEN
        CALL _raise('UNKNOWN_CUSTOMER', v_customer_id, NULL, NULL, NULL);
    END IF;
    IF EXISTS (SELECT 1 FROM tills AS t WHERE t.branch_id = v_branch_id AND t.code = CONVERT(v_code USING ascii) AND NOT t.id <=> v_till_id) THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;
    SELECT CONCAT(b.code, '-', v_code, '-'), CONCAT(b.code, '-', v_old_code, '-') INTO v_series_code, v_old_series_code
    FROM branches AS b WHERE b.id = v_branch_id;
    -- looked at without a lock: who numbers by the till shares its row, which is locked
    SELECT COUNT(*) INTO v_series FROM number_series AS s WHERE s.branch_id = v_branch_id AND s.code = v_old_series_code AND s.last_no > 0;
    IF (v_code <> v_old_code OR v_own_numbers <> v_old_own_numbers) AND v_series > 0 THEN
        CALL _raise(
            'VALIDATION.fixed', IF(v_code <> v_old_code, 'code', 'own_numbers'), v_till_id, IF(v_code <> v_old_code, v_code, v_own_numbers), NULL);
    END IF;

    -- write
    CALL _document_state('tills', v_till_id, v_before);
    IF v_till_id IS NULL THEN
        INSERT INTO tills (company_id, branch_id, code, name, customer_id, own_numbers, active, created_by, created_at)
        VALUES (v_company_id, v_branch_id, v_code, v_name, v_customer_id, v_own_numbers, v_active, v_user_id, _as_timestamp(v_now));
        SET v_till_id = LAST_INSERT_ID();
    ELSE
        UPDATE tills SET code = v_code, name = v_name, customer_id = v_customer_id, own_numbers = v_own_numbers, active = v_active WHERE id = v_till_id;
    END IF;
    SELECT COUNT(*) INTO v_series FROM number_series AS s WHERE s.branch_id = v_branch_id AND s.code = v_series_code;
    IF v_own_numbers AND v_series = 0 THEN
        INSERT INTO number_series (branch_id, kind, code, day, last_no)
        SELECT v_branch_id, k.kind, v_series_code, '1000-01-01', 0 FROM _series_kinds AS k;
    END IF;
    CALL _audit_change('save', 'tills', v_till_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ نقطة البيع بنجاح.","till_id":', t.id,
            ',"till":', _till_json(
                t.id, t.company_id, t.branch_id, t.code, t.name, t.customer_id, t.own_numbers, t.active, s.id, s.shift_no, s.cashier_id,
                u.username), '}')
        FROM tills AS t
        LEFT JOIN shifts AS s FORCE INDEX (shifts_one_of_till) ON s.open_till_id = t.id
        LEFT JOIN users AS u FORCE INDEX (PRIMARY) ON u.id = s.cashier_id
        WHERE t.id = v_till_id);
    CALL _close_request('sp_save_till', v_request_id, v_hash, 'tills', v_till_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Make a supplier, or change one: members that are absent stay as they are, null clears. The balance is never set here.
--
-- Parameters: p_request JSON object: created_by; supplier_id to change one; name, required for a new one; optional mobile (at most 20 characters), city,
--   address, notes, payment_days (0 to 3650: in how many days bills are due that do not say; null: at once), active, company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_SUPPLIER.
-- Locks: request_id's bucket; supplier, by primary key.
-- Returns: one row, one column response: supplier_id, supplier.
-- Example: CALL sp_save_supplier('{"name": "شركة التوريدات", "mobile": "0223456789", "created_by": 5}');
CREATE PROCEDURE sp_save_supplier(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_supplier_id, v_company_id BIGINT;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_mobile, v_city, v_address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_payment_days INT;
    DECLARE v_active, v_minor_units TINYINT;
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
    CALL _open_request('sp_save_supplier', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_supplier', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_supplier_id = _read_id('supplier_id', JSON_EXTRACT(p_request, '$.supplier_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_mobile = _read_text('mobile', JSON_EXTRACT(p_request, '$.mobile'), 20);
    SET v_city = _read_text('city', JSON_EXTRACT(p_request, '$.city'), 100);
    SET v_address = _read_text('address', JSON_EXTRACT(p_request, '$.address'), 255);
    SET v_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 10000);
    SET v_payment_days = _read_count('payment_days', JSON_EXTRACT(p_request, '$.payment_days'));
    IF v_payment_days > 3650 THEN
        CALL _raise('VALIDATION', 'payment_days', v_payment_days, NULL, NULL);
    END IF;
    SET v_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), 1);

    -- lock
    IF v_supplier_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            s.company_id,
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, s.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.mobile') IS NULL, s.mobile, v_mobile),
            IF(JSON_EXTRACT(p_request, '$.city') IS NULL, s.city, v_city),
            IF(JSON_EXTRACT(p_request, '$.address') IS NULL, s.address, v_address),
            IF(JSON_EXTRACT(p_request, '$.notes') IS NULL, s.notes, v_notes),
            IF(JSON_EXTRACT(p_request, '$.payment_days') IS NULL, s.payment_days, v_payment_days),
            IF(JSON_EXTRACT(p_request, '$.active') IS NULL, s.active, v_active)
        INTO v_company_id, v_name, v_mobile, v_city, v_address, v_notes, v_payment_days, v_active
        FROM suppliers AS s WHERE s.id = v_supplier_id FOR UPDATE;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_SUPPLIER', v_supplier_id, NULL, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_name IS NULL THEN
        CALL _raise('VALIDATION.required', 'name', NULL, NULL, NULL);
    END IF;
    CALL _read_branch(NULL, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_minor_units IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;

    -- write
    CALL _document_state('suppliers', v_supplier_id, v_before);
    IF v_supplier_id IS NULL THEN
        INSERT INTO suppliers (company_id, name, mobile, city, address, notes, payment_days, active, created_by, created_at)
        VALUES (v_company_id, v_name, v_mobile, v_city, v_address, v_notes, v_payment_days, v_active, v_user_id, _as_timestamp(v_now));
        SET v_supplier_id = LAST_INSERT_ID();
    ELSE
        UPDATE suppliers SET
            name = v_name, mobile = v_mobile, city = v_city, address = v_address, notes = v_notes, payment_days = v_payment_days, active = v_active
        WHERE id = v_supplier_id;
    END IF;
    CALL _audit_change('save', 'suppliers', v_supplier_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT('{"ok":true,"msg":"تم حفظ المورد بنجاح.","supplier_id":', s.id, ',"supplier":', _supplier_row_json(
            s.id, s.company_id, s.name, s.mobile, s.city, s.address, s.notes, s.payment_days, s.active, s.balance, v_minor_units), '}')
        FROM suppliers AS s WHERE s.id = v_supplier_id);
    CALL _close_request('sp_save_supplier', v_request_id, v_hash, 'suppliers', v_supplier_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

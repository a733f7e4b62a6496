-- Change one setting of a company. Documents keep the settings that they were made with.
--
-- Parameters: p_request JSON object: name and value, created_by; optional company_id (1), request_id. The names and their values:
--   prices_include_tax (of lines that do not say: true or false), tax_rounding (document: once per tax; line: each line by itself), smallest_coin
--   (what invoices are rounded to, in currency units; null or 0: they are not); what stands on printed documents: company_name (at most 150
--   characters), and address (255), phone and tax_number (50 each), null for none.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, AMOUNT_PRECISION.
-- Locks: request_id's bucket; the company, by primary key, which every posting shares: those under way end first.
-- Returns: one row, one column response: company_id, settings.
-- Example: CALL sp_set_setting('{"name": "smallest_coin", "value": "0.25", "created_by": 1}');
CREATE PROCEDURE sp_set_setting(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
setting: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_company_id BIGINT;
    DECLARE v_name, v_tax_rounding VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_company_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_phone, v_tax_number VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_value, v_before, v_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_prices_include_tax, v_minor_units TINYINT;
    DECLARE v_smallest_coin DECIMAL(19,4);
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_set_setting', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE setting;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_set_setting', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_name = _read_word(
        'name', JSON_EXTRACT(p_request, '$.name'), NULL,
        'prices_include_tax,tax_rounding,smallest_coin,company_name,address,phone,tax_number');
    SET v_value = JSON_EXTRACT(p_request, '$.value');
    IF v_name IS NULL OR (_scalar(v_value) IS NULL AND v_name IN ('prices_include_tax', 'tax_rounding', 'company_name')) THEN
        CALL _raise('VALIDATION.required', IF(v_name IS NULL, 'name', 'value'), NULL, NULL, NULL);
    END IF;

    -- lock
    SELECT c.name, c.address, c.phone, c.tax_number, c.prices_include_tax, c.tax_rounding, c.smallest_coin
    INTO v_company_name, v_address, v_phone, v_tax_number, v_prices_include_tax, v_tax_rounding, v_smallest_coin
    FROM companies AS c WHERE c.id = v_company_id FOR UPDATE;
    IF v_tax_rounding IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;

    -- decide
    SELECT m.minor_units INTO v_minor_units
    FROM companies AS c STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency WHERE c.id = v_company_id;
    SET v_before = _settings_json(
        v_company_name, v_address, v_phone, v_tax_number, v_prices_include_tax, v_tax_rounding, v_smallest_coin, v_minor_units);
    CASE v_name
        WHEN 'prices_include_tax' THEN SET v_prices_include_tax = _read_flag('value', v_value);
        WHEN 'tax_rounding' THEN SET v_tax_rounding = _read_word('value', v_value, NULL, 'document,line');
        WHEN 'company_name' THEN SET v_company_name = _read_text('value', v_value, 150);
        WHEN 'address' THEN SET v_address = _read_text('value', v_value, 255);
        WHEN 'phone' THEN SET v_phone = _read_text('value', v_value, 50);
        WHEN 'tax_number' THEN SET v_tax_number = _read_text('value', v_value, 50);
        ELSE SET v_smallest_coin = NULLIF(_read_money('value', v_value, v_minor_units), 0);
    END CASE;

    -- write
    UPDATE companies
    SET name = v_company_name, address = v_address, phone = v_phone, tax_number = v_tax_number,
        prices_include_tax = v_prices_include_tax, tax_rounding = v_tax_rounding, smallest_coin = v_smallest_coin
    WHERE id = v_company_id;
    SET v_after = (
        SELECT _settings_json(
            c.name, c.address, c.phone, c.tax_number, c.prices_include_tax, c.tax_rounding, c.smallest_coin, v_minor_units)
        FROM companies AS c WHERE c.id = v_company_id);
    CALL _audit('setting', 'companies', v_company_id, v_before, v_after, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT('{"ok":true,"msg":"تم حفظ الإعداد بنجاح.","company_id":', v_company_id, ',"settings":', v_after, '}');
    CALL _close_request('sp_set_setting', v_request_id, v_hash, 'companies', v_company_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Make a price list, or change one: members that are absent stay as they are, null clears. Documents keep the prices that they were made with.
--
-- Parameters: p_request JSON object: created_by; price_list_id to change one; code (1 to 20 of A-Z, a-z, 0-9, . and -, a letter first) and name,
--   required for a new one; optional active (1; an inactive one counts as none), prices [{product_id, unit (the product's own where absent), price
--   (null: off the list)}], which are put to those there; company_id (of a new one, 1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_PRICE_LIST, UNKNOWN_PRODUCT,
--   TOO_MANY_ITEMS, INVALID_PRICE.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; the products that get prices, shared, ascending; the list's prices, by primary key.
-- Returns: one row, one column response: price_list_id, price_list {id, company_id, code, name, active}.
-- Example: CALL sp_save_price_list('{"code": "DEALERS", "name": "أسعار التجار", "prices": [{"product_id": 3, "price": "39.50"}], "created_by": 1}');
CREATE PROCEDURE sp_save_price_list(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_price_list_id, v_company_id BIGINT;
    DECLARE v_bucket INT;
    DECLARE v_code VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_active TINYINT;
    DECLARE v_before, v_after, v_prices_before, v_prices_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_prices JSON;
    DECLARE v_count INT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_price_list', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_price_list', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_price_list_id = _read_id('price_list_id', JSON_EXTRACT(p_request, '$.price_list_id'));
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_code = _read_code(JSON_EXTRACT(p_request, '$.code'));
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_active = COALESCE(_read_flag('active', JSON_EXTRACT(p_request, '$.active')), 1);
    CALL _read_list('prices', JSON_EXTRACT(p_request, '$.prices'), 1, v_prices, v_count);

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    CALL _share_priced_products(v_prices);
    IF v_price_list_id IS NOT NULL THEN
        SET v_company_id = NULL;
        SELECT
            l.company_id,
            IF(JSON_EXTRACT(p_request, '$.code') IS NULL, l.code, v_code),
            IF(JSON_EXTRACT(p_request, '$.name') IS NULL, l.name, v_name),
            IF(JSON_EXTRACT(p_request, '$.active') IS NULL, l.active, v_active)
        INTO v_company_id, v_code, v_name, v_active
        FROM price_lists AS l WHERE l.id = v_price_list_id;
        IF v_company_id IS NULL THEN
            CALL _raise('UNKNOWN_PRICE_LIST', v_price_list_id, NULL, NULL, NULL);
        END IF;
    END IF;

    -- decide
    IF v_code IS NULL OR v_name IS NULL THEN
        CALL _raise('VALIDATION.required', IF(v_code IS NULL, 'code', 'name'), NULL, NULL, NULL);
    END IF;
    CALL _check_company(v_company_id);
    IF EXISTS (
        SELECT 1 FROM price_lists AS l WHERE l.company_id = v_company_id AND l.code = CONVERT(v_code USING ascii) AND NOT l.id <=> v_price_list_id)
    THEN
        CALL _raise('VALIDATION.taken', 'code', v_code, NULL, NULL);
    END IF;

    -- write
    CALL _document_state('price_lists', v_price_list_id, v_before);
    IF v_price_list_id IS NULL THEN
        INSERT INTO price_lists (company_id, code, name, active) VALUES (v_company_id, v_code, v_name, v_active);
        SET v_price_list_id = LAST_INSERT_ID();
    ELSE
        UPDATE price_lists SET code = v_code, name = v_name, active = v_active WHERE id = v_price_list_id;
    END IF;
    CALL _put_prices(v_price_list_id, v_company_id, v_prices, v_count, v_prices_before, v_prices_after);
    CALL _document_state('price_lists', v_price_list_id, v_after);
    CALL _audit(
        'save', 'price_lists', v_price_list_id, CONCAT(LEFT(v_before, CHAR_LENGTH(v_before) - 1), ',"prices":', v_prices_before, '}'),
        CONCAT(LEFT(v_after, CHAR_LENGTH(v_after) - 1), ',"prices":', v_prices_after, '}'), NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ قائمة الأسعار بنجاح.","price_list_id":', l.id,
            ',"price_list":', _price_list_json(l.id, l.company_id, l.code, l.name, l.active), '}')
        FROM price_lists AS l WHERE l.id = v_price_list_id);
    CALL _close_request('sp_save_price_list', v_request_id, v_hash, 'price_lists', v_price_list_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

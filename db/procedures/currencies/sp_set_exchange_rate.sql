-- Say what a currency is worth from a day on, until its next rate; on a day that has one already, the new one takes its place. Documents keep the rate
-- that they were made with.
--
-- Parameters: p_request JSON object: currency (ISO 4217, not the company's own), rate (of the company's currency for one of it: above 0, below 10^10,
--   at most 10 decimals), created_by; optional valid_from (today), company_id (1), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_CURRENCY, INVALID_RATE.
-- Locks: request_id's bucket; the company, by primary key, which every posting shares: those under way end first.
-- Returns: one row, one column response: exchange_rate_id, exchange_rate {id, company_id, currency, valid_from, rate}.
-- Example: CALL sp_set_exchange_rate('{"currency": "USD", "rate": "50.25", "valid_from": "2026-11-01", "created_by": 1}');
CREATE PROCEDURE sp_set_exchange_rate(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
setting: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_valid_from DATE;
    DECLARE v_user_id, v_rate_id INT;
    DECLARE v_company_id BIGINT;
    DECLARE v_currency, v_base_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_set_exchange_rate', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE setting;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_set_exchange_rate', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_currency = _read_currency(JSON_EXTRACT(p_request, '$.currency'));
    SET v_rate = _read_exchange_rate('rate', JSON_EXTRACT(p_request, '$.rate'));
    SET v_valid_from = _read_date('valid_from', JSON_EXTRACT(p_request, '$.valid_from'));
    IF v_currency IS NULL OR v_rate IS NULL THEN
        CALL _raise('VALIDATION.required', IF(v_currency IS NULL, 'currency', 'rate'), NULL, NULL, NULL);
    END IF;

    -- lock
    SELECT c.currency INTO v_base_currency FROM companies AS c WHERE c.id = v_company_id FOR UPDATE;

    -- decide
    IF v_base_currency IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    IF v_currency = v_base_currency THEN
        CALL _raise('INVALID_RATE.base', v_currency, v_company_id, v_rate, NULL);
    END IF;
    SET v_valid_from = COALESCE(v_valid_from, _company_day(v_company_id, v_now));
    SELECT MAX(r.id) INTO v_rate_id
    FROM exchange_rates AS r FORCE INDEX (exchange_rates_by_day)
    WHERE r.company_id = v_company_id AND r.currency = CONVERT(v_currency USING ascii) AND r.valid_from = v_valid_from;

    -- write
    CALL _document_state('exchange_rates', v_rate_id, v_before);
    IF v_rate_id IS NULL THEN
        INSERT INTO exchange_rates (company_id, currency, valid_from, rate, created_by, created_at)
        VALUES (v_company_id, v_currency, v_valid_from, v_rate, v_user_id, _as_timestamp(v_now));
        SET v_rate_id = LAST_INSERT_ID();
    ELSE
        UPDATE exchange_rates SET rate = v_rate, updated_by = v_user_id WHERE id = v_rate_id;
    END IF;
    CALL _audit_change('exchange_rate', 'exchange_rates', v_rate_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ سعر الصرف بنجاح.","exchange_rate_id":', r.id,
            ',"exchange_rate":', _exchange_rate_json(r.id, r.company_id, r.currency, r.valid_from, r.rate), '}')
        FROM exchange_rates AS r WHERE r.id = v_rate_id);
    CALL _close_request('sp_set_exchange_rate', v_request_id, v_hash, 'exchange_rates', v_rate_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Exchange rates of a company, the last one that was added first, page by page.
--
-- Parameters: p_filter JSON object: optional company_id (1), currency, on (a day: only the rate of each currency that holds then), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_CURRENCY. Locks: none; opens no transaction.
-- Returns: one row, one column response: exchange_rates [{id, company_id, currency, valid_from, rate}], next_after (null on the last page).
-- Example: CALL sp_list_exchange_rates('{"currency": "USD", "on": "2026-11-15"}');
CREATE PROCEDURE sp_list_exchange_rates(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id BIGINT;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_on DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT r.id, _exchange_rate_json(r.id, r.company_id, r.currency, r.valid_from, r.rate)
        FROM exchange_rates AS r FORCE INDEX (PRIMARY)
        WHERE r.company_id = v_company_id AND (v_after IS NULL OR r.id < v_after)
            AND (v_currency IS NULL OR r.currency = CONVERT(v_currency USING ascii))
            AND (v_on IS NULL OR r.valid_from = (
                SELECT MAX(h.valid_from) FROM exchange_rates AS h FORCE INDEX (exchange_rates_by_day)
                WHERE h.company_id = r.company_id AND h.currency = r.currency AND h.valid_from <= v_on))
        ORDER BY r.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_filter, '$.company_id')), 1);
    SET v_currency = _read_currency(JSON_EXTRACT(p_filter, '$.currency'));
    SET v_on = _read_date('on', JSON_EXTRACT(p_filter, '$.on'));
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_id, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_id;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(
        '{"ok":true,"exchange_rates":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

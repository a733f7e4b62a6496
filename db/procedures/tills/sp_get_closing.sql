-- The closing of a business day of a branch (Z report), as sp_daily_closing answered it.
--
-- Parameters: p_filter JSON object: date; optional branch_id (the company's main branch), company_id (1).
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_CLOSING. Locks: none; opens no transaction.
-- Returns: one row, one column response: the answer of sp_daily_closing.
-- Example: CALL sp_get_closing('{"date": "2026-11-26"}');
CREATE PROCEDURE sp_get_closing(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_after, v_company_id BIGINT;
    DECLARE v_branch_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_today, v_day DATE;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_day = _read_date('date', JSON_EXTRACT(p_filter, '$.date'));
    IF v_day IS NULL THEN
        CALL _raise('VALIDATION.required', 'date', NULL, NULL, NULL);
    END IF;
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_filter, '$.company_id')), 1);
    CALL _read_branch(
        NULL, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_filter, '$.branch_id')), _now(), v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_branch_id IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;

    SELECT MAX(d.report) INTO v_response
    FROM daily_closings AS d FORCE INDEX (daily_closings_once) WHERE d.branch_id = v_branch_id AND d.business_date = v_day;
    IF v_response IS NULL THEN
        CALL _raise('UNKNOWN_CLOSING', v_branch_id, v_day, NULL, NULL);
    END IF;
    SELECT v_response AS response;
END

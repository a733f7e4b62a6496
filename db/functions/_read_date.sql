-- A date of a request, 'YYYY-MM-DD' of the calendar.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: the date or NULL. Errors: VALIDATION.
CREATE FUNCTION _read_date(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS DATE
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_days INT;
    IF v_text IS NULL THEN
        RETURN NULL;
    END IF;
    IF NOT v_text REGEXP '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\\z' OR v_text < '1000' THEN
        CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    END IF;
    -- a day that its month does not have must not reach a cast, which would fail without naming the member
    SET v_days = DAY(LAST_DAY(CONCAT(LEFT(v_text, 8), '01')));
    IF RIGHT(v_text, 2) > v_days THEN
        CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    END IF;
    RETURN CAST(v_text AS DATE);
END

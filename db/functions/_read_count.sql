-- How many: a whole number of at most 10^9. Absent, null and "" are one: NULL.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: the number or NULL. Errors: VALIDATION.
CREATE FUNCTION _read_count(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS INT
READS SQL DATA
BEGIN
    -- an id of 0 is none; a count of 0 is a count
    DECLARE v_number BIGINT DEFAULT COALESCE(_read_id(p_member, p_raw), IF(_scalar(p_raw) IS NULL, NULL, 0));
    IF v_number > 1000000000 THEN
        CALL _raise('VALIDATION', p_member, v_number, NULL, NULL);
    END IF;
    RETURN v_number;
END

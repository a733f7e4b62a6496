-- An id of a request: a whole number. Absent, null, "" and 0 are one: NULL.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: the id or NULL. Errors: VALIDATION.
CREATE FUNCTION _read_id(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS BIGINT
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_number DECIMAL(38,20);
    -- as nearly every request has it
    IF p_raw IS NULL OR p_raw REGEXP '^[1-9][0-9]{0,8}\\z' THEN
        RETURN p_raw;
    END IF;
    SET v_text = _scalar(p_raw);
    SET v_number = _number(v_text);
    IF v_text IS NOT NULL AND (v_number IS NULL OR v_number < 0 OR v_number <> ROUND(v_number)) THEN
        CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    END IF;
    RETURN NULLIF(v_number, 0);
END

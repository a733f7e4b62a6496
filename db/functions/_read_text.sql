-- A text of a request: a string (or a number, as its text). Absent, null and "" are one: NULL.
-- Parameters: p_member its name, for the error; p_raw its raw JSON; p_length most characters. Returns: the text, trimmed, or NULL. Errors: VALIDATION.
CREATE FUNCTION _read_text(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_length INT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    IF v_text IS NOT NULL AND (LEFT(p_raw, 1) IN ('{', '[') OR p_raw IN ('true', 'false')) THEN
        CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    END IF;
    IF CHAR_LENGTH(v_text) > p_length THEN
        CALL _raise('VALIDATION.too_long', p_member, p_length, v_text, NULL);
    END IF;
    RETURN v_text;
END

-- A word of a fixed list, in any letter case.
-- Parameters: p_member its name, for the error; p_raw its raw JSON; p_default where it is absent; p_allowed the list, comma-separated, in lower case.
-- Returns: the word in lower case, or p_default. Errors: VALIDATION (INVALID_STATUS for the member status).
CREATE FUNCTION _read_word(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_default VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_allowed VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    IF v_text IS NULL THEN
        RETURN p_default;
    END IF;
    -- bytes decide, so that no collation takes a look-alike for the word
    IF LOCATE(',', v_text) > 0 OR NOT FIND_IN_SET(LOWER(v_text) COLLATE utf8mb4_bin, p_allowed COLLATE utf8mb4_bin) THEN
        IF p_member = 'status' THEN
            CALL _raise('INVALID_STATUS', REPLACE(p_allowed, ',', '|'), v_text, NULL, NULL);
        END IF;
        CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    END IF;
    RETURN LOWER(v_text);
END

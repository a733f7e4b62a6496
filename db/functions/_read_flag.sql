-- A yes or no of a request: true, 1, "yes" or false, 0, "no".
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: 1, 0 or NULL. Errors: VALIDATION.
CREATE FUNCTION _read_flag(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS TINYINT
READS SQL DATA
BEGIN
    DECLARE v_word LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT LOWER(_scalar(p_raw));
    -- bytes decide, so that no collation takes a look-alike for the word
    IF v_word COLLATE utf8mb4_bin IN ('true', '1', 'yes') THEN
        RETURN 1;
    ELSEIF v_word COLLATE utf8mb4_bin IN ('false', '0', 'no') THEN
        RETURN 0;
    ELSEIF v_word IS NOT NULL THEN
        CALL _raise('VALIDATION', p_member, v_word, NULL, NULL);
    END IF;
    RETURN NULL;
END

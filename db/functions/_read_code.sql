-- A code of master data: 1 to 20 of A-Z, a-z, 0-9, . and -, a letter first, so that a list can hold codes and ids.
-- Parameters: p_raw raw JSON of the member code. Returns: the code, or NULL where it is absent. Errors: VALIDATION.
CREATE FUNCTION _read_code(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_code LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _read_text('code', p_raw, 20);
    IF NOT v_code COLLATE utf8mb4_bin REGEXP '^[A-Za-z][A-Za-z0-9.-]*\\z' THEN
        CALL _raise('VALIDATION', 'code', v_code, NULL, NULL);
    END IF;
    RETURN v_code;
END

-- A currency of a request: a code of ISO 4217 that the database knows.
-- Parameters: p_raw raw JSON of the member currency. Returns: the code, or NULL where it is absent. Errors: UNKNOWN_CURRENCY.
CREATE FUNCTION _read_currency(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_code VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF v_text COLLATE utf8mb4_bin REGEXP '^[A-Z]{3}\\z' THEN
        SELECT MAX(m.code) INTO v_code FROM currencies AS m WHERE m.code = CONVERT(v_text USING ascii);
    END IF;
    IF v_text IS NOT NULL AND v_code IS NULL THEN
        CALL _raise('UNKNOWN_CURRENCY', v_text, NULL, NULL, NULL);
    END IF;
    RETURN v_code;
END

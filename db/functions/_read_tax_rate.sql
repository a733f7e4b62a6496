-- The rate of a tax: percent, 0 to 100, with at most 4 decimals.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: percent, or NULL where it is absent. Errors: VALIDATION.
CREATE FUNCTION _read_tax_rate(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_rate DECIMAL(19,4) DEFAULT _rounded(_number(v_text), 4);
    IF v_text IS NOT NULL AND (v_rate IS NULL OR v_rate NOT BETWEEN 0 AND 100) THEN
        CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    END IF;
    RETURN v_rate;
END

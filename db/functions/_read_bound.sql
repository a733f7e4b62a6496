-- A quantity that bounds something: above 0, at most 4 decimals.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: the quantity, or NULL where it is absent. Errors: VALIDATION.
CREATE FUNCTION _read_bound(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_qty DECIMAL(19,4) DEFAULT _rounded(_number(v_text), 4);
    IF v_text IS NOT NULL AND (v_qty IS NULL OR v_qty <= 0) THEN
        CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    END IF;
    RETURN v_qty;
END

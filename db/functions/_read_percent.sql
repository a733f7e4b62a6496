-- A percentage: above 0, at most 100, with at most 4 decimals.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: percent, or NULL where it is absent. Errors: VALIDATION.
CREATE FUNCTION _read_percent(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    DECLARE v_percent DECIMAL(19,4) DEFAULT _read_bound(p_member, p_raw);
    IF v_percent > 100 THEN
        CALL _raise('VALIDATION', p_member, _scalar(p_raw), NULL, NULL);
    END IF;
    RETURN v_percent;
END

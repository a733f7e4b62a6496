-- A price or unit cost of a request: 0 or more, below 10^12, at most 6 decimals.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: currency units per unit, or NULL. Errors: INVALID_PRICE.
CREATE FUNCTION _read_unit_price(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS DECIMAL(19,6)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_price DECIMAL(19,6) DEFAULT _rounded(_number(v_text), 6);
    IF v_text IS NOT NULL AND (v_price IS NULL OR v_price < 0) THEN
        CALL _raise('INVALID_PRICE.of_member', p_member, v_text, NULL, NULL);
    END IF;
    RETURN v_price;
END

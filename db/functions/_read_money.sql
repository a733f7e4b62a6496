-- An amount of money that is no payment: 0 or more, in whole minor units.
-- Parameters: p_member its name, for the error; p_raw its raw JSON; p_minor_units 0 to 4. Returns: currency units, or NULL where it is absent.
-- Errors: VALIDATION, AMOUNT_PRECISION.
CREATE FUNCTION _read_money(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_minor_units TINYINT
) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_amount DECIMAL(19,4) DEFAULT _rounded(_number(v_text), p_minor_units);
    IF v_text IS NULL OR v_amount >= 0 THEN
        RETURN v_amount;
    END IF;
    -- a number, but with too many decimals, or 10^12 and more
    IF v_amount IS NULL AND v_text REGEXP '^[+]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,2})?\\z' THEN
        CALL _raise('AMOUNT_PRECISION', p_member, p_minor_units, v_text, NULL);
    END IF;
    CALL _raise('VALIDATION', p_member, v_text, NULL, NULL);
    RETURN NULL;
END

-- The value of a discount: 0 to 100 percent with at most 4 decimals, or an amount of 0 and more in whole minor units.
-- Parameters: p_member its name, for the error; p_raw raw JSON, 0 where absent; p_type percent|amount; p_minor_units 0 to 4. Returns: percent, or currency units.
-- Errors: INVALID_DISCOUNT, AMOUNT_PRECISION.
CREATE FUNCTION _read_discount_value(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_minor_units TINYINT
) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT COALESCE(_scalar(p_raw), '0');
    DECLARE v_number DECIMAL(38,20) DEFAULT _number(v_text);
    DECLARE v_value DECIMAL(19,4) DEFAULT _rounded(v_number, IF(p_type = 'percent', 4, p_minor_units));
    IF p_type = 'amount' AND v_value IS NULL AND (v_number > 0 OR (v_number IS NULL AND v_text REGEXP '^[+]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,2})?\\z')) THEN
        CALL _raise('AMOUNT_PRECISION', p_member, p_minor_units, v_text, NULL);
    END IF;
    IF v_value IS NULL OR v_value < 0 OR (p_type = 'percent' AND v_value > 100) THEN
        CALL _raise('INVALID_DISCOUNT', p_member, v_text, NULL, NULL);
    END IF;
    RETURN v_value;
END

-- An amount of money of a request: above 0, in whole minor units. Absent, "" and 0 are one: NULL.
-- Parameters: p_member its name, for the error; p_raw its raw JSON; p_minor_units 0 to 4. Returns: currency units or NULL. Errors: INVALID_PAYMENT, AMOUNT_PRECISION.
CREATE FUNCTION _read_amount(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_minor_units TINYINT
) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_number DECIMAL(38,20) DEFAULT _number(v_text);
    DECLARE v_amount DECIMAL(19,4) DEFAULT _rounded(v_number, p_minor_units);
    IF v_text IS NULL THEN
        RETURN NULL;
    END IF;
    IF v_amount IS NULL AND v_text REGEXP '^[+]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,2})?\\z' THEN
        CALL _raise('AMOUNT_PRECISION', p_member, p_minor_units, v_text, NULL);
    END IF;
    IF v_amount IS NULL OR v_amount < 0 THEN
        CALL _raise('INVALID_PAYMENT', p_member, v_text, NULL, NULL);
    END IF;
    RETURN NULLIF(v_amount, 0);
END

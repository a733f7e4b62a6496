-- An exchange rate of a request: above 0, below 10^10, at most 10 decimals.
-- Parameters: p_member its name, for the error; p_raw its raw JSON. Returns: units of the company's currency for one of the other, or NULL where it is
-- absent. Errors: INVALID_RATE.
CREATE FUNCTION _read_exchange_rate(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS DECIMAL(20,10)
READS SQL DATA
BEGIN
    DECLARE v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT _scalar(p_raw);
    DECLARE v_rate DECIMAL(38,20) DEFAULT _number(v_text);
    IF v_text IS NOT NULL AND (v_rate IS NULL OR v_rate <= 0 OR v_rate >= 10000000000 OR v_rate <> ROUND(v_rate, 10)) THEN
        CALL _raise('INVALID_RATE', p_member, v_text, NULL, NULL);
    END IF;
    RETURN v_rate;
END

-- The one reading of numbers: digits, at most one point, at most one exponent. A cast alone would make 12 of "12abc" and clip 1e30.
-- Parameters: p_text a member's text (_scalar). Returns: the number, NULL when it is none or its size is 10^12 or more.
CREATE FUNCTION _number(p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS DECIMAL(38,20)
DETERMINISTIC NO SQL
BEGIN
    DECLARE v_number DECIMAL(65,20);
    DECLARE v_exponent INT;
    IF p_text IS NULL OR NOT p_text REGEXP '^[+-]?[0-9]{1,15}([.][0-9]{1,17})?([eE][+-]?[0-9]{1,2})?\\z' THEN
        RETURN NULL;
    END IF;
    SET v_exponent = IF(LOCATE('e', p_text) > 0, CAST(SUBSTRING(p_text, LOCATE('e', p_text) + 1) AS SIGNED), 0);
    -- far exponents would clip or underflow in the cast: refuse the big ones, the small ones are 0
    IF v_exponent > 20 THEN
        RETURN IF(p_text REGEXP '^[+-]?[0.]+[eE]', 0, NULL);
    END IF;
    IF v_exponent < -35 THEN
        RETURN 0;
    END IF;
    SET v_number = CAST(p_text AS DECIMAL(65,20));
    RETURN IF(ABS(v_number) < 1000000000000, v_number, NULL);
END

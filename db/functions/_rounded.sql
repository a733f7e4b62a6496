-- A number in at most so many decimals. Float noise is forgiven: what is within 0.000001 of its rounded self (for 6 decimals,
-- which that would swallow, within 0.000000001) counts as that.
-- Parameters: p_number, p_decimals 0 to 6. Returns: the rounded number, NULL when it has more decimals or comes to 10^12.
CREATE FUNCTION _rounded(p_number DECIMAL(38,20), p_decimals TINYINT) RETURNS DECIMAL(19,6)
DETERMINISTIC NO SQL
RETURN IF(
    ABS(p_number - ROUND(p_number, p_decimals)) <= IF(p_decimals < 6, 0.000001, 0.000000001) AND ABS(ROUND(p_number, p_decimals)) < 1000000000000,
    ROUND(p_number, p_decimals), NULL)

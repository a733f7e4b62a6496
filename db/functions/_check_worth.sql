-- What an amount in another currency is worth, checked: above 0 and below 10^12.
-- Parameters: p_member its name and p_amount, for the error; p_worth in the company's currency. Returns: p_worth. Errors: VALIDATION.
CREATE FUNCTION _check_worth(
    p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_amount DECIMAL(19,4),
    p_worth DECIMAL(50,4)
) RETURNS DECIMAL(19,4)
READS SQL DATA
BEGIN
    IF p_worth <= 0 OR p_worth >= 1000000000000 THEN
        CALL _raise('VALIDATION.worth', p_member, p_worth, p_amount, NULL);
    END IF;
    RETURN p_worth;
END

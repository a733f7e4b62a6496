-- What one unit of a currency is worth in a company's own on a day: the newest rate that is valid from that day or an earlier one; of its own, 1.
-- Parameters: p_company_id; p_currency; p_day a business date. Returns: p_rate. Errors: UNKNOWN_RATE.
CREATE PROCEDURE _find_exchange_rate(
    IN p_company_id INT,
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    OUT p_rate DECIMAL(20,10)
)
READS SQL DATA
BEGIN
    SELECT IF(c.currency = CONVERT(p_currency USING ascii), 1, (
        SELECT r.rate FROM exchange_rates AS r FORCE INDEX (exchange_rates_by_day)
        WHERE r.company_id = p_company_id AND r.currency = CONVERT(p_currency USING ascii) AND r.valid_from <= p_day
        ORDER BY r.valid_from DESC LIMIT 1))
    INTO p_rate FROM companies AS c WHERE c.id = p_company_id;
    IF p_rate IS NULL THEN
        CALL _raise('UNKNOWN_RATE', p_currency, p_day, NULL, NULL);
    END IF;
END

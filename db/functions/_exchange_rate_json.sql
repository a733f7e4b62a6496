-- A rate as answers and lists show it. Parameters: the columns of the row.
CREATE FUNCTION _exchange_rate_json(
    p_id INT,
    p_company_id INT,
    p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_valid_from DATE,
    p_rate DECIMAL(20,10)
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"currency":"', p_currency, '","valid_from":"', p_valid_from, '","rate":', p_rate, '}')

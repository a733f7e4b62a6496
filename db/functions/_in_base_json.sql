-- Further members of the answer about a payment in another currency; nothing where p_currency is NULL. Parameters: p_currency of the document;
-- p_rate of _read_payment_rate; p_base_amount the money and p_settled what the customer owes less, or more where it is below 0, both in the company's
-- currency, p_minor_units of that.
CREATE FUNCTION _in_base_json(
    p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_rate DECIMAL(20,10),
    p_base_amount DECIMAL(19,4),
    p_settled DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN COALESCE(CONCAT(
    ',"currency":"', p_currency, '","exchange_rate":', COALESCE(p_rate, 'null'), ',"base_amount":', _money(p_base_amount, p_minor_units),
    ',"exchange_difference":', _money(p_base_amount - p_settled, p_minor_units)), '')

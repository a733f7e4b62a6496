-- What settled a part of an invoice in another currency, as answers show it. Parameters: the columns of invoice_settlements; p_minor_units of the invoice's
-- currency, p_base_minor_units of the company's.
CREATE FUNCTION _settlement_json(
    p_payment_id INT,
    p_return_id INT,
    p_amount DECIMAL(19,4),
    p_settled_base DECIMAL(19,4),
    p_rate DECIMAL(20,10),
    p_minor_units TINYINT,
    p_base_minor_units TINYINT
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"payment_id":', COALESCE(p_payment_id, 'null'), ',"return_id":', COALESCE(p_return_id, 'null'), ',"amount":', _money(p_amount, p_minor_units),
    ',"settled_base":', _money(p_settled_base, p_base_minor_units), ',"exchange_rate":', COALESCE(p_rate, 'null'), '}')

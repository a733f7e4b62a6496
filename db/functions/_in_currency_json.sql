-- The head of what an invoice says in another currency, as answers show it: members without braces.
-- Parameters: p_discount_value as JSON; amounts in that currency, p_minor_units of it; p_remaining NULL where it cannot be had.
CREATE FUNCTION _in_currency_json(
    p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_rate DECIMAL(20,10),
    p_total_before DECIMAL(19,4),
    p_discount_value VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_discount DECIMAL(19,4),
    p_tax_total DECIMAL(19,4),
    p_total DECIMAL(19,4),
    p_remaining DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '"currency":"', p_currency, '","exchange_rate":', p_rate, ',"total_before":', _money(p_total_before, p_minor_units),
    ',"discount_value":', p_discount_value, ',"discount_amount":', _money(p_discount, p_minor_units),
    ',"net_total":', _money(p_total - p_tax_total, p_minor_units), ',"tax_total":', _money(p_tax_total, p_minor_units),
    ',"total_after":', _money(p_total, p_minor_units), ',"remaining_amount":', _money(p_remaining, p_minor_units))

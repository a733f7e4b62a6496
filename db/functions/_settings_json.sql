-- A company's settings as answers show them. Parameters: the columns of the row; p_minor_units of its currency.
CREATE FUNCTION _settings_json(
    p_prices_include_tax TINYINT,
    p_tax_rounding VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_smallest_coin DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"prices_include_tax":', IF(p_prices_include_tax, 'true', 'false'), ',"tax_rounding":"', p_tax_rounding,
    '","smallest_coin":', _money(p_smallest_coin, p_minor_units), '}')

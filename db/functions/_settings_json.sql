-- A company's settings as answers show them. Parameters: the columns of the row; p_minor_units of its currency.
CREATE FUNCTION _settings_json(
    p_company_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_phone VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_tax_number VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_prices_include_tax TINYINT,
    p_tax_rounding VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_smallest_coin DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"company_name":', JSON_QUOTE(p_company_name), ',"address":', _json_text(p_address), ',"phone":', _json_text(p_phone),
    ',"tax_number":', _json_text(p_tax_number), ',"prices_include_tax":', IF(p_prices_include_tax, 'true', 'false'), ',"tax_rounding":"', p_tax_rounding,
    '","smallest_coin":', _money(p_smallest_coin, p_minor_units), '}')

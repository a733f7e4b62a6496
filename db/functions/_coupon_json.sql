-- A coupon as answers and lists show it. Parameters: the columns of the row; p_minor_units of the company.
CREATE FUNCTION _coupon_json(
    p_id INT,
    p_company_id INT,
    p_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_offer_id INT,
    p_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_value DECIMAL(19,4),
    p_min_amount DECIMAL(19,4),
    p_valid_from DATE,
    p_valid_to DATE,
    p_max_uses INT UNSIGNED,
    p_max_uses_per_customer INT UNSIGNED,
    p_used_count INT UNSIGNED,
    p_active TINYINT,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"code":', JSON_QUOTE(p_code), ',"name":', JSON_QUOTE(p_name),
    ',"offer_id":', COALESCE(p_offer_id, 'null'), ',"gives":', _json_text(p_gives),
    ',"value":', IF(p_gives = 'amount', _money(p_value, p_minor_units), COALESCE(p_value, 'null')),
    ',"min_amount":', _money(p_min_amount, p_minor_units),
    ',"valid_from":', COALESCE(CONCAT('"', p_valid_from, '"'), 'null'), ',"valid_to":', COALESCE(CONCAT('"', p_valid_to, '"'), 'null'),
    ',"max_uses":', COALESCE(p_max_uses, 'null'), ',"max_uses_per_customer":', COALESCE(p_max_uses_per_customer, 'null'),
    ',"used_count":', p_used_count, ',"active":', IF(p_active, 'true', 'false'), '}')

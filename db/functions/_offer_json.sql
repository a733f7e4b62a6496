-- An offer as answers and lists show it. Parameters: the columns of the row; p_minor_units of the company.
CREATE FUNCTION _offer_json(
    p_id INT,
    p_company_id INT,
    p_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_active TINYINT,
    p_needs_coupon TINYINT,
    p_valid_from DATE,
    p_valid_to DATE,
    p_customer_group_id INT,
    p_product_id INT,
    p_min_qty DECIMAL(19,4),
    p_max_qty DECIMAL(19,4),
    p_min_amount DECIMAL(19,4),
    p_max_amount DECIMAL(19,4),
    p_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_value DECIMAL(19,6),
    p_free_product_id INT,
    p_free_qty DECIMAL(19,4),
    p_priority INT,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"code":', JSON_QUOTE(p_code), ',"name":', JSON_QUOTE(p_name),
    ',"active":', IF(p_active, 'true', 'false'), ',"needs_coupon":', IF(p_needs_coupon, 'true', 'false'),
    ',"valid_from":', COALESCE(CONCAT('"', p_valid_from, '"'), 'null'), ',"valid_to":', COALESCE(CONCAT('"', p_valid_to, '"'), 'null'),
    ',"customer_group_id":', COALESCE(p_customer_group_id, 'null'), ',"product_id":', COALESCE(p_product_id, 'null'),
    ',"min_qty":', COALESCE(p_min_qty, 'null'), ',"max_qty":', COALESCE(p_max_qty, 'null'),
    ',"min_amount":', _money(p_min_amount, p_minor_units), ',"max_amount":', _money(p_max_amount, p_minor_units), ',"gives":"', p_gives,
    '","value":', COALESCE(
        CASE p_gives
            WHEN 'price' THEN p_value
            WHEN 'amount' THEN _money(p_value, p_minor_units)
            WHEN 'invoice_amount' THEN _money(p_value, p_minor_units)
            ELSE CAST(p_value AS DECIMAL(19,4))
        END, 'null'),
    ',"free_product_id":', COALESCE(p_free_product_id, 'null'), ',"free_qty":', COALESCE(p_free_qty, 'null'), ',"priority":', p_priority, '}')

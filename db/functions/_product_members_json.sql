-- The members of a product as answers and lists show it, without the braces: callers add more. Parameters: the columns of the row.
CREATE FUNCTION _product_members_json(
    p_id INT,
    p_company_id INT,
    p_code VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_unit VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_reorder_level DECIMAL(19,4),
    p_cost_price DECIMAL(19,6),
    p_selling_price DECIMAL(19,6),
    p_retail_price DECIMAL(19,6),
    p_keeps_stock TINYINT,
    p_active TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '"id":', p_id, ',"company_id":', p_company_id, ',"product_code":', JSON_QUOTE(p_code), ',"name":', JSON_QUOTE(p_name),
    ',"unit_of_measure":', JSON_QUOTE(p_unit), ',"reorder_level":', p_reorder_level, ',"cost_price":', p_cost_price,
    ',"selling_price":', p_selling_price, ',"retail_price":', p_retail_price,
    ',"keeps_stock":', IF(p_keeps_stock, 'true', 'false'), ',"active":', IF(p_active, 'true', 'false'))

-- A further unit of a product as answers show it. Parameters: the columns of the row; prices of one of it, NULL where it has none of its own.
CREATE FUNCTION _product_unit_json(
    p_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_factor DECIMAL(19,6),
    p_selling_price DECIMAL(19,6),
    p_retail_price DECIMAL(19,6)
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"unit":', JSON_QUOTE(p_unit), ',"factor":', p_factor, ',"selling_price":', COALESCE(p_selling_price, 'null'),
    ',"retail_price":', COALESCE(p_retail_price, 'null'), '}')

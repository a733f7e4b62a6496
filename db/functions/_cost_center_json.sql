-- A cost centre as answers and lists show it. Parameters: the columns of the row.
CREATE FUNCTION _cost_center_json(
    p_id INT,
    p_company_id INT,
    p_code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_active TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"code":"', CONVERT(p_code USING utf8mb4), '","name":', JSON_QUOTE(p_name),
    ',"active":', IF(p_active, 'true', 'false'), '}')

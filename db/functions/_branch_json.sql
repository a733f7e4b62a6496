-- A branch as answers show it. Parameters: the columns of the row.
CREATE FUNCTION _branch_json(
    p_id INT,
    p_company_id INT,
    p_code VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_main_of INT,
    p_cost_center_id INT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"code":"', p_code, '","name":', JSON_QUOTE(p_name),
    ',"is_main":', IF(p_main_of IS NULL, 'false', 'true'), ',"cost_center_id":', COALESCE(p_cost_center_id, 'null'), '}')

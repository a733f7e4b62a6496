-- A till as answers and lists show it. Parameters: the columns of the row, and of the shift that is open at it with its cashier's username, NULL without one.
CREATE FUNCTION _till_json(
    p_id INT,
    p_company_id INT,
    p_branch_id INT,
    p_code VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_customer_id INT,
    p_own_numbers TINYINT,
    p_active TINYINT,
    p_shift_id INT,
    p_shift_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    p_cashier_id INT,
    p_cashier VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"branch_id":', p_branch_id, ',"code":"', CONVERT(p_code USING utf8mb4),
    '","name":', JSON_QUOTE(p_name), ',"customer_id":', COALESCE(p_customer_id, 'null'), ',"own_numbers":', IF(p_own_numbers, 'true', 'false'),
    ',"active":', IF(p_active, 'true', 'false'), ',"open_shift":', COALESCE(CONCAT(
        '{"id":', p_shift_id, ',"shift_no":"', CONVERT(p_shift_no USING utf8mb4), '","cashier_id":', p_cashier_id,
        ',"cashier":', JSON_QUOTE(p_cashier), '}'), 'null'), '}')

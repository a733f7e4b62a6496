-- A user as answers and lists show it. Parameters: the columns of the row; p_branch_ids and p_permissions of _limits_of_user.
CREATE FUNCTION _user_json(
    p_id INT,
    p_username VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_role VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_active TINYINT,
    p_branch_ids LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_permissions LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"username":', JSON_QUOTE(p_username), ',"role":"', p_role, '","active":', IF(p_active, 'true', 'false'),
    ',"branch_ids":', p_branch_ids, ',"permissions":', p_permissions, '}')

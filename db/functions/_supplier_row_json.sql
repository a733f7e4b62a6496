-- A supplier as answers and lists show it. Parameters: the columns of the row; p_minor_units of the company.
CREATE FUNCTION _supplier_row_json(
    p_id INT,
    p_company_id INT,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_mobile VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_city VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_payment_days SMALLINT,
    p_active TINYINT,
    p_balance DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"name":', JSON_QUOTE(p_name), ',"mobile":', _json_text(p_mobile), ',"city":', _json_text(p_city),
    ',"address":', _json_text(p_address), ',"notes":', _json_text(p_notes), ',"payment_days":', COALESCE(p_payment_days, 'null'),
    ',"active":', IF(p_active, 'true', 'false'),
    ',"balance":', _money(p_balance, p_minor_units), '}')

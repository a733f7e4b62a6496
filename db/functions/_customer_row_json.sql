-- A customer as answers and lists show it. Parameters: the columns of the row; p_minor_units of the company.
CREATE FUNCTION _customer_row_json(
    p_id INT,
    p_company_id INT,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_mobile VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_city VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_address VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_active TINYINT,
    p_balance DECIMAL(19,4),
    p_wallet DECIMAL(19,4),
    p_join_date DATE,
    p_group_id INT,
    p_price_list_id INT,
    p_credit_limit DECIMAL(19,4),
    p_tracks_balance TINYINT,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"name":', JSON_QUOTE(p_name), ',"mobile":', JSON_QUOTE(p_mobile), ',"city":', JSON_QUOTE(p_city),
    ',"address":', _json_text(p_address), ',"notes":', _json_text(p_notes), ',"active":', IF(p_active, 'true', 'false'),
    ',"balance":', _money(COALESCE(p_balance, 0), p_minor_units), ',"wallet":', _money(COALESCE(p_wallet, 0), p_minor_units),
    ',"join_date":', COALESCE(CONCAT('"', p_join_date, '"'), 'null'),
    ',"group_id":', COALESCE(p_group_id, 'null'), ',"price_list_id":', COALESCE(p_price_list_id, 'null'),
    ',"credit_limit":', _money(p_credit_limit, p_minor_units), ',"tracks_balance":', IF(p_tracks_balance, 'true', 'false'), '}')

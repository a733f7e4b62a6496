-- A shift as answers and lists show it. Parameters: the columns of the row, of its till, and the cashier's username; p_minor_units 0 to 4.
CREATE FUNCTION _shift_json(
    p_id INT,
    p_company_id INT,
    p_branch_id INT,
    p_till_id INT,
    p_till_code VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
    p_cashier_id INT,
    p_cashier VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_shift_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    p_opened_on DATE,
    p_opened_at DATETIME,
    p_opening_cash DECIMAL(19,4),
    p_closed_on DATE,
    p_closed_at DATETIME,
    p_closed_by INT,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"id":', p_id, ',"company_id":', p_company_id, ',"branch_id":', p_branch_id, ',"till_id":', p_till_id,
    ',"till":"', CONVERT(p_till_code USING utf8mb4), '","cashier_id":', p_cashier_id, ',"cashier":', JSON_QUOTE(p_cashier),
    ',"shift_no":"', CONVERT(p_shift_no USING utf8mb4), '","status":"', IF(p_closed_on IS NULL, 'open', 'closed'), '","opened_on":"', p_opened_on,
    '","opened_at":"', DATE_FORMAT(p_opened_at, '%Y-%m-%dT%H:%i:%sZ'), '","opening_cash":', _money(p_opening_cash, p_minor_units),
    ',"closed_on":', _json_text(p_closed_on), ',"closed_at":', _json_text(DATE_FORMAT(p_closed_at, '%Y-%m-%dT%H:%i:%sZ')),
    ',"closed_by":', COALESCE(p_closed_by, 'null'), '}')

-- What an offer or a coupon took off, as answers show it. Parameters: p_line_no, p_row_id and p_item_id of the line, NULL where it is off the whole
-- invoice; p_amount currency units.
CREATE FUNCTION _applied_offer_json(
    p_offer_id INT,
    p_coupon_id INT,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_gives VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_line_no INT,
    p_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_item_id INT,
    p_amount DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"offer_id":', COALESCE(p_offer_id, 'null'), ',"coupon_id":', COALESCE(p_coupon_id, 'null'), ',"name":', JSON_QUOTE(p_name), ',"gives":"', p_gives,
    '","line_no":', COALESCE(p_line_no, 'null'), ',"row_id":', _json_text(p_row_id), ',"item_id":', COALESCE(p_item_id, 'null'),
    ',"amount":', _money(p_amount, p_minor_units), '}')

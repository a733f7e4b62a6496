-- The members of a promised payment in the answers. Parameters: its columns; p_amount in currency units.
CREATE FUNCTION _pending_payment_members_json(
    p_id INT,
    p_amount DECIMAL(19,4),
    p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_promised_on DATE,
    p_settled_on DATE,
    p_payment_id INT,
    p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_created_by INT,
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '"pending_payment_id":', p_id, ',"method":"', p_method, '","amount":', _money(p_amount, p_minor_units), ',"status":"', p_status,
    '","promised_on":"', p_promised_on, '","settled_on":', COALESCE(CONCAT('"', p_settled_on, '"'), 'null'), ',"payment_id":', COALESCE(p_payment_id, 'null'),
    ',"notes":', _json_text(p_notes), ',"reason":', _json_text(p_reason), ',"created_by":', p_created_by)

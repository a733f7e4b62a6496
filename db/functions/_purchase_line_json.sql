-- One line of a purchase in its plain form. Parameters: p_unit_cost currency units; p_received_at NULL for the business date; p_tax_rate percent, or NULL.
CREATE FUNCTION _purchase_line_json(
    p_product_id BIGINT,
    p_qty DECIMAL(19,4),
    p_unit_cost DECIMAL(19,6),
    p_received_at DATE,
    p_tax_rate DECIMAL(7,4)
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"product_id":', p_product_id, ',"qty":"', p_qty, '","unit_cost":"', p_unit_cost,
    '","received_at":', COALESCE(CONCAT('"', p_received_at, '"'), 'null'),
    ',"tax_rate":', COALESCE(CONCAT('"', p_tax_rate, '"'), 'null'), '}')

-- The figures of a line of an invoice as the audit trail keeps them; those of unit, discount and tax only where the line has any.
-- Returns: a JSON object by the columns of invoice_out_items.
CREATE FUNCTION _line_figures_json(
    p_qty DECIMAL(19,4),
    p_price DECIMAL(19,6),
    p_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_row_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_total DECIMAL(19,4),
    p_share DECIMAL(19,4),
    p_unit VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_unit_qty DECIMAL(19,4),
    p_unit_price DECIMAL(19,6),
    p_discount_percent DECIMAL(7,4),
    p_line_discount DECIMAL(19,4),
    p_includes_tax TINYINT,
    p_tax_amount DECIMAL(19,4),
    p_cost DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"quantity":', p_qty, ',"selling_price":', p_price, ',"price_type":"', p_price_type, '","row_id":', _json_text(p_row_id),
    ',"total_price":', _money(p_total, p_minor_units), ',"discount_share":', _money(p_share, p_minor_units),
    IF(p_unit IS NULL, '', CONCAT(',"unit":', JSON_QUOTE(p_unit), ',"unit_qty":', p_unit_qty, ',"unit_price":', p_unit_price)),
    IF(p_discount_percent IS NULL, '', CONCAT(',"discount_percent":', p_discount_percent)),
    IF(p_line_discount = 0, '', CONCAT(',"line_discount":', _money(p_line_discount, p_minor_units))),
    IF(p_includes_tax, ',"price_includes_tax":true', ''), IF(p_tax_amount = 0, '', CONCAT(',"tax_amount":', _money(p_tax_amount, p_minor_units))),
    ',"total_cost":', _money(p_cost, p_minor_units), '}')

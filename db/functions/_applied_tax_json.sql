-- A tax as answers show it, of a line or of a document. Parameters: p_tax_id NULL where a line was sold at a rate of its own; p_rate in percent;
-- p_base and p_amount in currency units.
CREATE FUNCTION _applied_tax_json(
    p_tax_id INT,
    p_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_rate DECIMAL(7,4),
    p_base DECIMAL(19,4),
    p_amount DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"tax_id":', COALESCE(p_tax_id, 'null'), ',"name":', JSON_QUOTE(p_name), ',"rate":', p_rate, ',"base":', _money(p_base, p_minor_units),
    ',"amount":', _money(p_amount, p_minor_units), '}')

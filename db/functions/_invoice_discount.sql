-- The discount of an invoice in money.
-- Parameters: p_type percent|amount; p_value percent or currency units; p_total before the discount, in currency units.
-- Returns: currency units, at most p_total.
CREATE FUNCTION _invoice_discount(
    p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_value DECIMAL(19,4),
    p_total DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS DECIMAL(19,4)
DETERMINISTIC NO SQL
RETURN LEAST(p_total, IF(p_type = 'percent', ROUND(p_total * p_value * 0.01, p_minor_units), p_value))

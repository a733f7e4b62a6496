-- The price of a line: the given one, or the product's for its price type.
-- Parameters: p_given NULL or 0 where none is given; p_price_type retail, else wholesale; the product's prices. Returns: currency units per unit.
CREATE FUNCTION _line_price(
    p_given DECIMAL(19,6), p_price_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, p_wholesale DECIMAL(19,6), p_retail DECIMAL(19,6)
) RETURNS DECIMAL(19,6)
DETERMINISTIC NO SQL
RETURN COALESCE(NULLIF(p_given, 0), IF(p_price_type = 'retail', p_retail, p_wholesale))

-- An amount as a JSON number with exactly the currency's decimals: 5.00, not 5 or 5.0000.
-- A DECIMAL(19,4) prints four decimals; amounts are whole minor units, so that cutting the rest cuts zeros.
-- Parameters: p_amount currency units, p_minor_units 0 to 4. Returns: text, 'null' for NULL.
CREATE FUNCTION _money(p_amount DECIMAL(19,4), p_minor_units TINYINT) RETURNS VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN COALESCE(LEFT(p_amount, CHAR_LENGTH(p_amount) - IF(p_minor_units = 0, 5, 4 - p_minor_units)), 'null')

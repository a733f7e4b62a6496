-- The member "supplier" of an answer: the supplier's balance before and after the call; null for a purchase without one.
CREATE FUNCTION _supplier_json(
    p_supplier_id INT,
    p_balance_before DECIMAL(19,4),
    p_balance_after DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN COALESCE(CONCAT(
    '{"id":', p_supplier_id, ',"balance_before":', _money(p_balance_before, p_minor_units),
    ',"balance_after":', _money(p_balance_after, p_minor_units), '}'), 'null')

-- The discount of an amended invoice. What came back keeps the part that it carries; a percentage is of what is kept, an amount is of the whole.
-- Parameters: p_type percent|amount; p_value percent or currency units; p_kept and p_settled of _plan_amendment, in currency units.
-- Returns: p_spread, the part to spread over what is kept. Errors: INVALID_DISCOUNT.
CREATE PROCEDURE _amended_discount(
    IN p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_value DECIMAL(19,4),
    IN p_kept DECIMAL(19,4),
    IN p_settled DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_spread DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    IF p_type = 'amount' AND p_value < p_settled THEN
        CALL _raise('INVALID_DISCOUNT.settled', _money(p_value, p_minor_units), _money(p_settled, p_minor_units), NULL, NULL);
    END IF;
    SET p_spread = _invoice_discount(p_type, IF(p_type = 'amount', p_value - p_settled, p_value), p_kept, p_minor_units);
END

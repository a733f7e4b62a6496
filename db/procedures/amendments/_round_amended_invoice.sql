-- The rounding of an amended invoice to the smallest coin: as a sale's, of all that the lines are worth. What came back took its part along:
-- where nothing is kept nothing is rounded anew, and what is kept is never worth less than nothing.
-- Parameters: p_invoice_id, locked; p_value of all its lines less the discount, with the taxes on top, as they are to be.
-- Returns: p_rounding in currency units; p_settled_value and p_settled_rounding that came back by now.
CREATE PROCEDURE _round_amended_invoice(
    IN p_invoice_id INT,
    IN p_value DECIMAL(19,4),
    OUT p_rounding DECIMAL(19,4),
    OUT p_settled_value DECIMAL(19,4),
    OUT p_settled_rounding DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    SELECT COALESCE(SUM(r.value - r.rounding_amount), 0), COALESCE(SUM(r.rounding_amount), 0) INTO p_settled_value, p_settled_rounding
    FROM invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice) WHERE r.invoice_id = p_invoice_id;
    SELECT IF(p_value = p_settled_value, p_settled_rounding, GREATEST(_coin_rounding(p_value, i.smallest_coin), p_settled_rounding + p_settled_value - p_value))
    INTO p_rounding
    FROM invoices_out AS i WHERE i.id = p_invoice_id;
END

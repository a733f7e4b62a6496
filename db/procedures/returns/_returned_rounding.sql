-- What of an invoice's rounding to the smallest coin comes back with its goods: by the value that has come back by now, less what earlier returns
-- gave. So all goods take all of it along.
-- Parameters: p_invoice_id, locked; p_value that the return's lines are worth. Returns: p_rounding in currency units, below 0 where the invoice
-- was rounded down.
CREATE PROCEDURE _returned_rounding(IN p_invoice_id INT, IN p_value DECIMAL(19,4), IN p_minor_units TINYINT, OUT p_rounding DECIMAL(19,4))
READS SQL DATA
BEGIN
    DECLARE v_amount, v_sold, v_settled, v_settled_value, v_back, v_given DECIMAL(19,4);
    SELECT
        i.rounding_amount, COALESCE(i.total_after_discount, 0) - i.rounding_amount, i.settled_rounding, i.settled_value, i.returned_amount
    INTO v_amount, v_sold, v_settled, v_settled_value, v_back
    FROM invoices_out AS i WHERE i.id = p_invoice_id;
    SET p_rounding = 0;
    IF v_amount <> 0 OR v_settled <> 0 THEN
        SELECT COALESCE(SUM(r.rounding_amount), 0) INTO v_given
        FROM invoice_returns AS r FORCE INDEX (invoice_returns_of_invoice) WHERE r.invoice_id = p_invoice_id;
        SET p_rounding = _returned_part(
            v_amount, v_settled, v_given, v_back - v_given + p_value, v_settled_value, v_sold, p_minor_units);
    END IF;
END

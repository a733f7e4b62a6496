-- What a customer was adopted with and no document explains is in the balance already: an opening balance must say whether it is a part of that, and
-- cannot be a larger one than is left.
-- Parameters: p_customer_id, locked; p_adopted of the request, or NULL; p_total_base of the note in the company's currency.
-- Errors: OPENING_ADOPTED, ABOVE_ADOPTED.
CREATE PROCEDURE _check_adopted_balance(IN p_customer_id INT, IN p_adopted TINYINT, IN p_total_base DECIMAL(19,4), IN p_minor_units TINYINT)
READS SQL DATA
BEGIN
    DECLARE v_left DECIMAL(19,4);
    SELECT MAX(f.difference) INTO v_left
    FROM adoption_findings AS f FORCE INDEX (PRIMARY)
    WHERE f.check_name = 'customer_balance_is_what_is_open' AND f.table_name = 'customers' AND f.row_id = p_customer_id;
    IF v_left > 0 THEN
        SELECT v_left - COALESCE(SUM(n.total_base), 0) INTO v_left
        FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_pay_order)
        WHERE n.customer_id = p_customer_id AND n.adopted = 1 AND n.cancelled_on IS NULL;
    END IF;
    SET v_left = GREATEST(COALESCE(v_left, 0), 0);
    IF v_left > 0 AND p_adopted IS NULL THEN
        CALL _raise('OPENING_ADOPTED', p_customer_id, _money(v_left, p_minor_units), NULL, NULL);
    END IF;
    IF p_adopted AND p_total_base > v_left THEN
        CALL _raise('ABOVE_ADOPTED', p_customer_id, _money(p_total_base, p_minor_units), _money(v_left, p_minor_units), NULL);
    END IF;
END

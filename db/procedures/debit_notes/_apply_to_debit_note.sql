-- Apply a payment to its debit note: a part of what is open in the note's currency takes the same share of what is open in the company's, and the last
-- part all that is left, so that the note is settled in both at once. What undoes a payment puts back exactly what that one took. The caller holds the
-- note locked; the trigger of the row adds it up.
-- Parameters: p_amount in the note's currency, below 0 where it undoes p_undone_id, a payment, else NULL; p_rate of _read_payment_rate.
-- Returns: p_settled what the customer owes less by it, in the company's currency.
CREATE PROCEDURE _apply_to_debit_note(
    IN p_debit_note_id INT,
    IN p_payment_id INT,
    IN p_undone_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_rate DECIMAL(20,10),
    IN p_user_id INT,
    IN p_at DATETIME,
    OUT p_settled DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_rate DECIMAL(20,10) DEFAULT p_rate;
    IF p_undone_id IS NULL THEN
        SELECT _ratio(n.remaining_base, p_amount, n.remaining_amount, m.minor_units) INTO p_settled
        FROM customer_debit_notes AS n FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
        WHERE n.id = p_debit_note_id;
    ELSE
        SELECT -a.settled_base, a.exchange_rate INTO p_settled, v_rate
        FROM customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_once) WHERE a.payment_id = p_undone_id;
    END IF;
    INSERT INTO customer_debit_note_applications (debit_note_id, payment_id, amount, settled_base, exchange_rate, created_by, created_at)
    VALUES (p_debit_note_id, p_payment_id, p_amount, p_settled, v_rate, p_user_id, p_at);
END

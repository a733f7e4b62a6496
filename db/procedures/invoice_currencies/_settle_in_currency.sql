-- Settle a part of an invoice in another currency by a payment: it takes the share of what is open in the company's currency that it is of what is open in
-- its own, and the last part all that is left. What undoes a payment puts back exactly what that one took. The caller holds the invoice locked and writes its
-- paid and open amounts; the trigger of the row adds it up.
-- Parameters: p_amount in the invoice's currency, below 0 where it undoes p_undone_id, a payment, else NULL; p_rate of _read_payment_rate.
-- Returns: p_settled what the customer owes less by it, in the company's currency. Errors: VALIDATION where that is nothing.
CREATE PROCEDURE _settle_in_currency(
    IN p_invoice_id INT,
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
        SELECT _open_share(x.remaining_base, p_amount, x.remaining_amount, m.minor_units) INTO p_settled
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = x.invoice_id
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = i.company_id
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
        WHERE x.invoice_id = p_invoice_id;
        SET p_settled = _check_worth('amount', p_amount, p_settled);
    ELSE
        SELECT -s.settled_base, s.exchange_rate INTO p_settled, v_rate
        FROM invoice_settlements AS s FORCE INDEX (invoice_settlements_once) WHERE s.payment_id = p_undone_id;
    END IF;
    INSERT INTO invoice_settlements (invoice_id, payment_id, amount, settled_base, exchange_rate, created_by, created_at)
    VALUES (p_invoice_id, p_payment_id, p_amount, p_settled, v_rate, p_user_id, p_at);
END

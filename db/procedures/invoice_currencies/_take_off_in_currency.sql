-- Take what an invoice owes less by a return, or by its end, off what is open of it in its own currency: the same share, and with the last part all. Nothing to do
-- for an invoice in the company's. The caller holds the invoice locked.
-- Parameters: p_return_id, NULL where the invoice is canceled or reverted; p_base that was open and is no more, in the company's currency.
CREATE PROCEDURE _take_off_in_currency(IN p_invoice_id INT, IN p_return_id INT, IN p_base DECIMAL(19,4), IN p_user_id INT, IN p_at DATETIME)
MODIFIES SQL DATA
BEGIN
    DECLARE v_amount DECIMAL(19,4);
    IF p_base > 0 THEN
        SELECT MAX(_open_share(x.remaining_amount, p_base, x.remaining_base, m.minor_units)) INTO v_amount
        FROM invoice_currencies AS x FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = x.currency
        WHERE x.invoice_id = p_invoice_id;
        IF v_amount IS NOT NULL THEN
            INSERT INTO invoice_settlements (invoice_id, return_id, amount, settled_base, created_by, created_at)
            VALUES (p_invoice_id, p_return_id, v_amount, p_base, p_user_id, p_at);
        END IF;
    END IF;
END

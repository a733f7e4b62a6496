-- What an invoice says in another currency is born with nothing settled, is worth what its rate says, and stands beside an invoice of just that.
CREATE TRIGGER trg_invoice_currencies_bi BEFORE INSERT ON invoice_currencies FOR EACH ROW
BEGIN
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_worth DECIMAL(50,4);
    DECLARE v_total DECIMAL(19,4);
    SELECT MAX(c.currency), MAX(ROUND(NEW.total * NEW.exchange_rate, m.minor_units)), MAX(i.total_after_discount) INTO v_currency, v_worth, v_total
    FROM invoices_out AS i FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = i.company_id
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
    WHERE i.id = NEW.invoice_id;
    IF CONVERT(v_currency USING ascii) = NEW.currency OR NEW.settled_amount <> 0 OR NEW.settled_base <> 0 OR NEW.total_base <> v_worth
        OR NEW.total_base <> v_total THEN
        CALL _raise('INVOICE_CURRENCY', NEW.invoice_id, v_worth, v_total, NEW.total_base);
    END IF;
END

-- Of what an invoice says in another currency nothing changes but what is settled of it, which is what its settlements add up to.
CREATE TRIGGER trg_invoice_currencies_bu BEFORE UPDATE ON invoice_currencies FOR EACH ROW
BEGIN
    DECLARE v_amount, v_settled DECIMAL(50,4);
    IF NOT (
        NEW.invoice_id = OLD.invoice_id AND NEW.currency = OLD.currency AND NEW.exchange_rate = OLD.exchange_rate AND NEW.total_before = OLD.total_before
        AND NEW.discount_value = OLD.discount_value AND NEW.discount_amount = OLD.discount_amount AND NEW.tax_total = OLD.tax_total
        AND NEW.total = OLD.total AND NEW.total_base = OLD.total_base) THEN
        CALL _raise('APPEND_ONLY', 'invoice_currencies', NULL, NULL, NULL);
    END IF;
    SELECT COALESCE(SUM(s.amount), 0), COALESCE(SUM(s.settled_base), 0) INTO v_amount, v_settled
    FROM invoice_settlements AS s FORCE INDEX (invoice_settlements_of_invoice) WHERE s.invoice_id = OLD.invoice_id;
    IF NEW.settled_amount <> v_amount OR NEW.settled_base <> v_settled THEN
        CALL _raise('APPEND_ONLY', 'invoice_currencies', NULL, NULL, NULL);
    END IF;
END

-- What is settled of an invoice in another currency is the sum of its settlements.
CREATE TRIGGER trg_invoice_settlements_ai AFTER INSERT ON invoice_settlements FOR EACH ROW
BEGIN
    UPDATE invoice_currencies SET settled_amount = settled_amount + NEW.amount, settled_base = settled_base + NEW.settled_base
    WHERE invoice_id = NEW.invoice_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
END

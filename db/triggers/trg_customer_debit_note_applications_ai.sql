-- A debit note's applied amounts are the sums of its applications (trg_customer_debit_notes_bu keeps it within the total).
CREATE TRIGGER trg_customer_debit_note_applications_ai AFTER INSERT ON customer_debit_note_applications FOR EACH ROW
BEGIN
    UPDATE customer_debit_notes SET applied_amount = applied_amount + NEW.amount, applied_base = applied_base + NEW.settled_base
    WHERE id = NEW.debit_note_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
END

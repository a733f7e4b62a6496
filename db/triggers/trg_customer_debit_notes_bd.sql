-- A debit note is never deleted: it is cancelled, while nothing is applied.
CREATE TRIGGER trg_customer_debit_notes_bd BEFORE DELETE ON customer_debit_notes FOR EACH ROW
BEGIN
    IF OLD.applied_amount <> 0 THEN
        CALL _raise('DEBIT_NOTE_APPLIED', OLD.debit_note_no, OLD.applied_amount, NULL, NULL);
    END IF;
    CALL _raise('APPEND_ONLY', 'customer_debit_notes', NULL, NULL, NULL);
END

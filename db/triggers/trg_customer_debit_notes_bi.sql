-- A debit note is born without items, so it cannot be posted yet, nor applied or cancelled; and a customer's reference stands on one live note of a kind.
CREATE TRIGGER trg_customer_debit_notes_bi BEFORE INSERT ON customer_debit_notes FOR EACH ROW
BEGIN
    DECLARE v_other_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF NEW.posted <> 0 OR NEW.applied_amount <> 0 OR NEW.cancelled_on IS NOT NULL THEN
        CALL _raise('DEBIT_NOTE_POSTED', NEW.debit_note_no, NULL, NULL, NULL);
    END IF;
    IF NEW.reference_no IS NOT NULL THEN
        SELECT MAX(n.debit_note_no) INTO v_other_no
        FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_one_reference)
        WHERE n.live_reference_no = NEW.reference_no AND n.customer_id = NEW.customer_id AND n.reference_type = NEW.reference_type;
        IF v_other_no IS NOT NULL THEN
            CALL _raise('DUPLICATE_REFERENCE', NEW.customer_id, v_other_no, NEW.reference_no, NULL);
        END IF;
    END IF;
END

-- A posted debit note gets no further item.
CREATE TRIGGER trg_customer_debit_note_items_bi BEFORE INSERT ON customer_debit_note_items FOR EACH ROW
BEGIN
    DECLARE v_posted_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT MAX(n.debit_note_no) INTO v_posted_no FROM customer_debit_notes AS n WHERE n.id = NEW.debit_note_id AND n.posted = 1;
    IF v_posted_no IS NOT NULL THEN
        CALL _raise('DEBIT_NOTE_POSTED', v_posted_no, NULL, NULL, NULL);
    END IF;
END

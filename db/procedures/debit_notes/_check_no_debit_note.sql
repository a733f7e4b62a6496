-- An invoice that is undone has no live debit note: a note stands for something beside what was sold.
-- Parameters: p_invoice_id, its customer locked. Errors: INVOICE_HAS_DEBIT_NOTES.
CREATE PROCEDURE _check_no_debit_note(IN p_invoice_id INT)
READS SQL DATA
BEGIN
    DECLARE v_debit_note_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT MIN(n.debit_note_no) INTO v_debit_note_no
    FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_of_invoice)
    WHERE n.source_invoice_id = p_invoice_id AND n.cancelled_on IS NULL;
    IF v_debit_note_no IS NOT NULL THEN
        CALL _raise('INVOICE_HAS_DEBIT_NOTES', p_invoice_id, v_debit_note_no, NULL, NULL);
    END IF;
END

-- Rows of customer_debit_note_applications are insert-only: a correction is a new row.
CREATE TRIGGER trg_customer_debit_note_applications_bd BEFORE DELETE ON customer_debit_note_applications FOR EACH ROW
CALL _raise('APPEND_ONLY', 'customer_debit_note_applications', NULL, NULL, NULL)

-- Rows of customer_debit_note_items are insert-only: a correction is a new row.
CREATE TRIGGER trg_customer_debit_note_items_bd BEFORE DELETE ON customer_debit_note_items FOR EACH ROW
CALL _raise('APPEND_ONLY', 'customer_debit_note_items', NULL, NULL, NULL)

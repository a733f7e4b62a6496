-- Rows of invoice_settlements are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_settlements_bd BEFORE DELETE ON invoice_settlements FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_settlements', NULL, NULL, NULL)

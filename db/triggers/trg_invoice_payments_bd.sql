-- Rows of invoice_payments are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_payments_bd BEFORE DELETE ON invoice_payments FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_payments', NULL, NULL, NULL)

-- Rows of invoice_amendments are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_amendments_bu BEFORE UPDATE ON invoice_amendments FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_amendments', NULL, NULL, NULL)

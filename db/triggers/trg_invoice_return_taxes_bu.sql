-- Rows of invoice_return_taxes are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_return_taxes_bu BEFORE UPDATE ON invoice_return_taxes FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_return_taxes', NULL, NULL, NULL)

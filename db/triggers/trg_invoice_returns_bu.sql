-- Rows of invoice_returns are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_returns_bu BEFORE UPDATE ON invoice_returns FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_returns', NULL, NULL, NULL)

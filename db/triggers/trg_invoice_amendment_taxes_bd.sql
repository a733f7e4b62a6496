-- Rows of invoice_amendment_taxes are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_amendment_taxes_bd BEFORE DELETE ON invoice_amendment_taxes FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_amendment_taxes', NULL, NULL, NULL)

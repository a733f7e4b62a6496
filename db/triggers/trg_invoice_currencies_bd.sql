-- Rows of invoice_currencies are never deleted: the invoice stays, too.
CREATE TRIGGER trg_invoice_currencies_bd BEFORE DELETE ON invoice_currencies FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_currencies', NULL, NULL, NULL)

-- Rows of invoice_currency_items are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_currency_items_bu BEFORE UPDATE ON invoice_currency_items FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_currency_items', NULL, NULL, NULL)

-- Rows of invoice_return_items are insert-only: a correction is a new row.
CREATE TRIGGER trg_invoice_return_items_bd BEFORE DELETE ON invoice_return_items FOR EACH ROW
CALL _raise('APPEND_ONLY', 'invoice_return_items', NULL, NULL, NULL)

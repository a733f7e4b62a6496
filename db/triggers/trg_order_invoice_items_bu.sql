-- Rows of order_invoice_items are insert-only: an invoice that is undone gives back what it billed, and its rows stay.
CREATE TRIGGER trg_order_invoice_items_bu BEFORE UPDATE ON order_invoice_items FOR EACH ROW
CALL _raise('APPEND_ONLY', 'order_invoice_items', NULL, NULL, NULL)

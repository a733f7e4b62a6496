-- Rows of purchase_return_items are insert-only: a correction is a new row.
CREATE TRIGGER trg_purchase_return_items_bu BEFORE UPDATE ON purchase_return_items FOR EACH ROW
CALL _raise('APPEND_ONLY', 'purchase_return_items', NULL, NULL, NULL)

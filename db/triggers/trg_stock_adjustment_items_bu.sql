-- Rows of stock_adjustment_items are insert-only: a correction is a new row.
CREATE TRIGGER trg_stock_adjustment_items_bu BEFORE UPDATE ON stock_adjustment_items FOR EACH ROW
CALL _raise('APPEND_ONLY', 'stock_adjustment_items', NULL, NULL, NULL)

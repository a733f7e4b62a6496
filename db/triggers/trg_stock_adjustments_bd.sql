-- Rows of stock_adjustments are insert-only: a correction is a new row.
CREATE TRIGGER trg_stock_adjustments_bd BEFORE DELETE ON stock_adjustments FOR EACH ROW
CALL _raise('APPEND_ONLY', 'stock_adjustments', NULL, NULL, NULL)

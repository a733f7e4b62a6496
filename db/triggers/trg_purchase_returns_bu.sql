-- Rows of purchase_returns are insert-only: a correction is a new row.
CREATE TRIGGER trg_purchase_returns_bu BEFORE UPDATE ON purchase_returns FOR EACH ROW
CALL _raise('APPEND_ONLY', 'purchase_returns', NULL, NULL, NULL)

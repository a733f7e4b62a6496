-- Rows of purchase_return_taxes are insert-only: a correction is a new row.
CREATE TRIGGER trg_purchase_return_taxes_bu BEFORE UPDATE ON purchase_return_taxes FOR EACH ROW
CALL _raise('APPEND_ONLY', 'purchase_return_taxes', NULL, NULL, NULL)

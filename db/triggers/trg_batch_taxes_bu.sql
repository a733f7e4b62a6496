-- Rows of batch_taxes are insert-only: a correction is a new row.
CREATE TRIGGER trg_batch_taxes_bu BEFORE UPDATE ON batch_taxes FOR EACH ROW
CALL _raise('APPEND_ONLY', 'batch_taxes', NULL, NULL, NULL)

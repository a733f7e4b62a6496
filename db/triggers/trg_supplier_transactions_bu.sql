-- Rows of supplier_transactions are insert-only: a correction is a new row.
CREATE TRIGGER trg_supplier_transactions_bu BEFORE UPDATE ON supplier_transactions FOR EACH ROW
CALL _raise('APPEND_ONLY', 'supplier_transactions', NULL, NULL, NULL)

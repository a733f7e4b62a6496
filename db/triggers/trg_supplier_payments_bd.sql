-- Rows of supplier_payments are insert-only: a correction is a new row.
CREATE TRIGGER trg_supplier_payments_bd BEFORE DELETE ON supplier_payments FOR EACH ROW
CALL _raise('APPEND_ONLY', 'supplier_payments', NULL, NULL, NULL)

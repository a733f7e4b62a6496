-- Rows of inventory_transactions are insert-only: a correction is a new row.
CREATE TRIGGER trg_inventory_transactions_bd BEFORE DELETE ON inventory_transactions FOR EACH ROW
CALL _raise('APPEND_ONLY', 'inventory_transactions', NULL, NULL, NULL)

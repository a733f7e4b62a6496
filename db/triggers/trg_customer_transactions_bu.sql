-- Rows of customer_transactions are insert-only: a correction is a new row.
CREATE TRIGGER trg_customer_transactions_bu BEFORE UPDATE ON customer_transactions FOR EACH ROW
CALL _raise('APPEND_ONLY', 'customer_transactions', NULL, NULL, NULL)

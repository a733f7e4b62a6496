-- Rows of wallet_transactions are insert-only: a correction is a new row.
CREATE TRIGGER trg_wallet_transactions_bu BEFORE UPDATE ON wallet_transactions FOR EACH ROW
CALL _raise('APPEND_ONLY', 'wallet_transactions', NULL, NULL, NULL)

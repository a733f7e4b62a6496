-- A promised payment is never deleted: it fails.
CREATE TRIGGER trg_pending_payments_bd BEFORE DELETE ON pending_payments FOR EACH ROW
CALL _raise('APPEND_ONLY', 'pending_payments', NULL, NULL, NULL)

-- Rows of audit_log are insert-only.
CREATE TRIGGER trg_audit_log_bu BEFORE UPDATE ON audit_log FOR EACH ROW
CALL _raise('APPEND_ONLY', 'audit_log', NULL, NULL, NULL)

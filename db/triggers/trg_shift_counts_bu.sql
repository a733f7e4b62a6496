-- What was counted is never changed.
CREATE TRIGGER trg_shift_counts_bu BEFORE UPDATE ON shift_counts FOR EACH ROW
CALL _raise('APPEND_ONLY', 'shift_counts', NULL, NULL, NULL)

-- What was counted is never deleted.
CREATE TRIGGER trg_shift_counts_bd BEFORE DELETE ON shift_counts FOR EACH ROW
CALL _raise('APPEND_ONLY', 'shift_counts', NULL, NULL, NULL)

-- A shift is never deleted: its documents, which no foreign key holds, belong to it.
CREATE TRIGGER trg_shifts_bd BEFORE DELETE ON shifts FOR EACH ROW
CALL _raise('APPEND_ONLY', 'shifts', NULL, NULL, NULL)

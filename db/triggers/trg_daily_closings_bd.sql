-- The closing of a day is never deleted.
CREATE TRIGGER trg_daily_closings_bd BEFORE DELETE ON daily_closings FOR EACH ROW
CALL _raise('APPEND_ONLY', 'daily_closings', NULL, NULL, NULL)

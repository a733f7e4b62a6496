-- The closing of a day is never changed.
CREATE TRIGGER trg_daily_closings_bu BEFORE UPDATE ON daily_closings FOR EACH ROW
CALL _raise('APPEND_ONLY', 'daily_closings', NULL, NULL, NULL)

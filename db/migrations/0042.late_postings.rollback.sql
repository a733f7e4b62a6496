ALTER TABLE daily_closings DROP COLUMN last_entry_id;

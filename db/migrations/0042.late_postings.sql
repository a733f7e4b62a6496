-- Where a day's closing cut the journal: what is posted on the day afterwards stands in the next closing.
-- depends: 0036.audit_chains

ALTER TABLE daily_closings
    ADD COLUMN last_entry_id INT DEFAULT NULL COMMENT 'the newest entry of the journal when the day was closed; NULL: not known' AFTER running_total;

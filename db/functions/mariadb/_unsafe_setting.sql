-- The session setting under which the tables' own rules, or the time, would not hold, or with which the caller would choose the ids of
-- new rows: the largest one is the table's last. It reaches into routines.
-- Returns: its name, NULL for a safe session.
CREATE FUNCTION _unsafe_setting() RETURNS VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
NOT DETERMINISTIC NO SQL
RETURN CASE
    WHEN NOT @@session.foreign_key_checks THEN 'foreign_key_checks'
    WHEN NOT @@session.unique_checks THEN 'unique_checks'
    WHEN NOT @@session.check_constraint_checks THEN 'check_constraint_checks'
    WHEN @@session.insert_id <> 0 THEN 'insert_id'
    WHEN @@session.auto_increment_increment <> @@global.auto_increment_increment THEN 'auto_increment_increment'
    WHEN @@session.auto_increment_offset <> @@global.auto_increment_offset THEN 'auto_increment_offset'
    WHEN ABS(TIMESTAMPDIFF(SECOND, SYSDATE(), NOW())) > 60 THEN 'timestamp'
END

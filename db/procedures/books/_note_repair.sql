-- Write down one change of a repair, where it is one.
-- Parameters: p_check whose rule it follows; the row by table and id; p_column; p_before NULL where the row is new, p_after.
-- Returns: p_changes, one more for a change.
CREATE PROCEDURE _note_repair(
    IN p_check VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_id INT,
    IN p_column VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_before VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_after VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    IF NOT p_before <=> p_after THEN
        CALL _audit(
            'repair', p_table, p_id, CONCAT('{', JSON_QUOTE(p_column), ':', JSON_QUOTE(p_before), '}'),
            CONCAT('{', JSON_QUOTE(p_column), ':', JSON_QUOTE(p_after), '}'), p_check, p_user_id, p_request_id, p_now);
        SET p_changes = p_changes + 1;
    END IF;
END

-- Write down the entry that a repair has posted. Parameters and p_changes as in _note_repair.
CREATE PROCEDURE _note_new_entry(
    IN p_check VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_entry_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT e.entry_no INTO v_entry_no FROM journal_entries AS e WHERE e.id = p_entry_id;
    CALL _note_repair(p_check, 'journal_entries', p_entry_id, 'entry_no', NULL, v_entry_no, p_user_id, p_request_id, p_now, p_changes);
END

-- Write down that a row was made or changed, as it stands now.
-- Parameters: p_before its _document_state of before, NULL where it is new; the rest as in _audit. Locks: those of _audit.
CREATE PROCEDURE _audit_change(
    IN p_action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_id INT,
    IN p_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    CALL _document_state(p_table, p_id, v_after);
    CALL _audit(p_action, p_table, p_id, p_before, v_after, p_reason, p_user_id, p_request_id, p_now);
END

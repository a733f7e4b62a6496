-- Write down a change of something that is not insert-only by itself, in the transaction that makes it.
-- Parameters: p_action what was done, a word such as amend or repair; the row by table and id; p_before and p_after JSON objects of the columns that
-- changed, NULL where there was no row before, or is none after; p_reason and p_request_id of the request, or NULL; p_now UTC.
CREATE PROCEDURE _audit(
    IN p_action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_id INT,
    IN p_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_after LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    INSERT INTO audit_log (happened_at, user_id, action, document_table, document_id, values_before, values_after, reason, request_id)
    VALUES (p_now, p_user_id, p_action, p_table, p_id, p_before, p_after, p_reason, p_request_id);
END

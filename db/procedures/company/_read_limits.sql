-- What an admin asks to limit a user to: read, and locked against others who set limits. The caller refuses who is no admin, then a user who is not there.
-- Parameters: p_member the list's name in the request; p_user_id who asks.
-- Returns: p_is_admin; p_asked_id of the request's user, p_limited_id the same where there is such a user, else NULL; p_list, p_count.
-- Errors: VALIDATION, TOO_MANY_ITEMS. Locks: bucket 0.
CREATE PROCEDURE _read_limits(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_member VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    OUT p_is_admin TINYINT,
    OUT p_asked_id BIGINT,
    OUT p_limited_id INT,
    OUT p_list JSON,
    OUT p_count INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_bucket INT;
    SET p_asked_id = _required_id('user_id', JSON_EXTRACT(p_request, '$.user_id'));
    SET v_raw = JSON_EXTRACT(p_request, CONCAT('$.', p_member));
    IF _scalar(v_raw) IS NULL THEN
        CALL _raise('VALIDATION.required', p_member, NULL, NULL, NULL);
    END IF;
    CALL _read_list(p_member, v_raw, FALSE, p_list, p_count);
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    SELECT MAX(u.role = 'admin') INTO p_is_admin FROM users AS u WHERE u.id = p_user_id;
    SELECT MAX(u.id) INTO p_limited_id FROM users AS u WHERE u.id = p_asked_id;
END

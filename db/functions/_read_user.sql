-- The user who makes a document.
-- Parameters: p_raw raw JSON of created_by. Returns: the id of an active user. Errors: VALIDATION, UNKNOWN_USER.
CREATE FUNCTION _read_user(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS INT
READS SQL DATA
BEGIN
    DECLARE v_user_id BIGINT DEFAULT _required_id('created_by', p_raw);
    DECLARE v_found INT;
    SELECT COUNT(*) INTO v_found FROM users AS u WHERE u.id = v_user_id AND u.active = 1;
    IF v_found = 0 THEN
        CALL _raise('UNKNOWN_USER', v_user_id, NULL, NULL, NULL);
    END IF;
    RETURN v_user_id;
END

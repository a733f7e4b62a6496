-- The user who makes a document. (A procedure, as a function that reads a table has it opened with every statement that names the function.)
-- Who has rows in user_permissions makes only the calls that they name; who has none, every one.
-- Parameters: p_procedure name of the calling procedure, NULL where the user is named for something else than the call; p_raw raw JSON of created_by.
-- Returns: the id of an active user. Errors: VALIDATION, UNKNOWN_USER, PERMISSION_DENIED.
CREATE PROCEDURE _read_user(
    IN p_procedure VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_user_id INT
)
READS SQL DATA
BEGIN
    DECLARE v_asked BIGINT;
    DECLARE v_allowed TINYINT;
    IF p_raw REGEXP '^[1-9][0-9]{0,8}\\z' THEN
        SET v_asked = p_raw;
    ELSE
        SET v_asked = _required_id('created_by', p_raw);
    END IF;
    SELECT u.id, (SELECT MAX(p.procedure_name = p_procedure) FROM user_permissions AS p FORCE INDEX (PRIMARY) WHERE p.user_id = u.id)
    INTO p_user_id, v_allowed
    FROM users AS u WHERE u.id = v_asked AND u.active = 1;
    IF p_user_id IS NULL THEN
        CALL _raise('UNKNOWN_USER', v_asked, NULL, NULL, NULL);
    END IF;
    IF v_allowed = 0 THEN
        CALL _raise('PERMISSION_DENIED', p_user_id, p_procedure, NULL, NULL);
    END IF;
END

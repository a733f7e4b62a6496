-- Limit a user to calls: every other writing one is refused from then on, those of later versions, too. An empty list lets the user make every call again.
-- A call that began before may still end as if it had come before.
--
-- Parameters: p_request JSON object: user_id, whose permissions they are; permissions, an array of the names of writing procedures (sp_save_invoice), which takes
--   the place of what was set before; created_by, an admin; optional request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, TOO_MANY_ITEMS, PERMISSION_DENIED where created_by is no admin; an
--   admin may always make this call, so that no shop locks itself out.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; user_permissions, by primary key.
-- Returns: one row, one column response: user_id, user {id, username, role, active, branch_ids, permissions}.
-- Example: CALL sp_set_user_permissions('{"user_id": 5, "permissions": ["sp_save_invoice", "sp_add_payment"], "created_by": 1}');
CREATE PROCEDURE sp_set_user_permissions(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
setting: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before, v_branch_ids, v_permissions LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_limited_id, v_count INT;
    DECLARE v_is_admin TINYINT;
    DECLARE v_asked_id BIGINT;
    DECLARE v_place INT DEFAULT 0;
    DECLARE v_member VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_procedure VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_list JSON;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_set_user_permissions', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE setting;
    END IF;
    SET v_now = _now();
    CALL _read_user(NULL, JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read and lock
    CALL _read_limits(p_request, 'permissions', v_user_id, v_is_admin, v_asked_id, v_limited_id, v_list, v_count);

    -- decide
    IF NOT v_is_admin THEN
        CALL _raise('PERMISSION_DENIED.set', v_user_id, NULL, NULL, NULL);
    END IF;
    IF v_limited_id IS NULL THEN
        CALL _raise('VALIDATION', 'user_id', v_asked_id, NULL, NULL);
    END IF;

    -- write
    CALL _document_state('users', v_limited_id, v_before);
    DELETE FROM user_permissions WHERE user_id = v_limited_id;
    WHILE v_place < v_count DO
        SET v_member = CONCAT('permissions[', v_place + 1, ']');
        SET v_name = COALESCE(_read_text(v_member, JSON_EXTRACT(v_list, CONCAT('$[', v_place, ']')), 64), '');
        -- what writes says so itself, so there is no list of procedures to keep
        SELECT MAX(r.routine_name) INTO v_procedure
        FROM information_schema.routines AS r
        WHERE r.routine_schema = DATABASE() AND r.routine_name = v_name AND r.routine_type = 'PROCEDURE' AND r.sql_data_access = 'MODIFIES SQL DATA'
            AND LEFT(v_name, 3) = 'sp_' AND CAST(r.routine_name AS BINARY) = CAST(v_name AS BINARY);
        IF v_procedure IS NULL OR EXISTS (SELECT 1 FROM user_permissions AS p WHERE p.user_id = v_limited_id AND p.procedure_name = v_procedure) THEN
            CALL _raise('VALIDATION', v_member, v_name, NULL, NULL);
        END IF;
        INSERT INTO user_permissions (user_id, procedure_name) VALUES (v_limited_id, v_procedure);
        SET v_place = v_place + 1;
    END WHILE;
    CALL _audit_change('set_permissions', 'users', v_limited_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    CALL _limits_of_user(v_limited_id, v_branch_ids, v_permissions);
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ صلاحيات المستخدم بنجاح.","user_id":', u.id, ',"user":',
            _user_json(u.id, u.username, u.role, u.active, v_branch_ids, v_permissions), '}')
        FROM users AS u WHERE u.id = v_limited_id);
    CALL _close_request('sp_set_user_permissions', v_request_id, v_hash, 'users', v_limited_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

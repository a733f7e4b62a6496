-- Limit a user to branches: what the user writes from then on is refused in every other one. An empty list lets the user work everywhere again.
-- A call that began before may still end as if it had come before.
--
-- Parameters: p_request JSON object: user_id, whose branches they are; branch_ids, an array, which takes the place of what was set before;
--   created_by, an admin; optional request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, TOO_MANY_ITEMS,
--   FORBIDDEN_BRANCH where created_by is no admin.
-- Locks: request_id's bucket; bucket 0, which all writers of codes wait on; user_branches, by primary key.
-- Returns: one row, one column response: user_id, user {id, username, role, active, branch_ids, permissions}.
-- Example: CALL sp_set_user_branches('{"user_id": 5, "branch_ids": [2], "created_by": 1}');
CREATE PROCEDURE sp_set_user_branches(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
setting: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before, v_branch_ids, v_permissions LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_limited_id, v_count INT;
    DECLARE v_is_admin TINYINT;
    DECLARE v_asked_id, v_branch_id BIGINT;
    DECLARE v_place INT DEFAULT 0;
    DECLARE v_member VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_list JSON;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_set_user_branches', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE setting;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_set_user_branches', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read and lock
    CALL _read_limits(p_request, 'branch_ids', v_user_id, v_is_admin, v_asked_id, v_limited_id, v_list, v_count);

    -- decide
    IF NOT v_is_admin THEN
        CALL _raise('FORBIDDEN_BRANCH.set', v_user_id, NULL, NULL, NULL);
    END IF;
    IF v_limited_id IS NULL THEN
        CALL _raise('VALIDATION', 'user_id', v_asked_id, NULL, NULL);
    END IF;

    -- write
    CALL _document_state('users', v_limited_id, v_before);
    DELETE FROM user_branches WHERE user_id = v_limited_id;
    WHILE v_place < v_count DO
        SET v_member = CONCAT('branch_ids[', v_place + 1, ']');
        SET v_branch_id = _required_id(v_member, JSON_EXTRACT(v_list, CONCAT('$[', v_place, ']')));
        IF NOT EXISTS (SELECT 1 FROM branches AS b WHERE b.id = v_branch_id)
            OR EXISTS (SELECT 1 FROM user_branches AS w WHERE w.user_id = v_limited_id AND w.branch_id = v_branch_id)
        THEN
            CALL _raise('VALIDATION', v_member, v_branch_id, NULL, NULL);
        END IF;
        INSERT INTO user_branches (user_id, branch_id) VALUES (v_limited_id, v_branch_id);
        SET v_place = v_place + 1;
    END WHILE;
    CALL _audit_change('set_branches', 'users', v_limited_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    CALL _limits_of_user(v_limited_id, v_branch_ids, v_permissions);
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ فروع المستخدم بنجاح.","user_id":', u.id, ',"user":',
            _user_json(u.id, u.username, u.role, u.active, v_branch_ids, v_permissions), '}')
        FROM users AS u WHERE u.id = v_limited_id);
    CALL _close_request('sp_set_user_branches', v_request_id, v_hash, 'users', v_limited_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

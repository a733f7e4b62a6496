-- Users by id, page by page, with the branches and calls that each is limited to.
--
-- Parameters: p_filter JSON object: optional user_id, active, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: users, each {id, username, role, active, branch_ids (empty: every branch), permissions (names of procedures;
--   empty: every call)}; next_after (null on the last page).
-- Example: CALL sp_list_users('{"active": true}');
CREATE PROCEDURE sp_list_users(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_user_id BIGINT;
    DECLARE v_active, v_is_active TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_username VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_role VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_branch_ids, v_permissions LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT u.id, u.username, u.role, u.active
        FROM users AS u FORCE INDEX (PRIMARY)
        WHERE u.id > COALESCE(v_after, -1) AND (v_user_id IS NULL OR u.id = v_user_id) AND (v_active IS NULL OR u.active = v_active)
        ORDER BY u.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_user_id = _read_id('user_id', JSON_EXTRACT(p_filter, '$.user_id'));
    SET v_active = _read_flag('active', JSON_EXTRACT(p_filter, '$.active'));
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_id, v_username, v_role, v_is_active;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_id;
        CALL _limits_of_user(v_id, v_branch_ids, v_permissions);
        SET v_rows = CONCAT(v_rows, ',', _user_json(v_id, v_username, v_role, v_is_active, v_branch_ids, v_permissions));
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT('{"ok":true,"users":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

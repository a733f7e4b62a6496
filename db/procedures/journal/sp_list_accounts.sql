-- The chart of accounts by id, page by page: which account an entry's role is posted to.
--
-- Parameters: p_filter JSON object: optional account_id, code, kind asset|liability|equity|revenue|expense, role, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: accounts [{id, code, name_ar, name_en, kind, roles (names, as sp_set_account_role takes them)}],
--   next_after (null on the last page).
-- Example: CALL sp_list_accounts('{"kind": "asset"}');
CREATE PROCEDURE sp_list_accounts(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_account_id BIGINT;
    DECLARE v_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_kind, v_role VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT a.id, _account_json(a.id)
        FROM accounts AS a FORCE INDEX (PRIMARY)
        WHERE a.id > COALESCE(v_after, -1) AND (v_account_id IS NULL OR a.id = v_account_id)
            AND (v_code IS NULL OR a.code = CONVERT(v_code USING ascii)) AND (v_kind IS NULL OR a.kind = v_kind)
            AND (v_role IS NULL OR a.id = (
                SELECT r.account_id FROM account_roles AS r FORCE INDEX (PRIMARY) WHERE r.role = CONVERT(v_role USING ascii)))
        ORDER BY a.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_account_id = _read_id('account_id', JSON_EXTRACT(p_filter, '$.account_id'));
    SET v_code = _read_text('code', JSON_EXTRACT(p_filter, '$.code'), 20);
    SET v_kind = _read_word('kind', JSON_EXTRACT(p_filter, '$.kind'), NULL, 'asset,liability,equity,revenue,expense');
    SET v_role = LOWER(_read_text('role', JSON_EXTRACT(p_filter, '$.role'), 24));
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_id, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_id;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT('{"ok":true,"accounts":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

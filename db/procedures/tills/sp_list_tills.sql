-- Tills by id, page by page, with the shift that is open at each.
--
-- Parameters: p_filter JSON object: optional till_id, branch_id, active, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: tills, each with open_shift {id, shift_no, cashier_id, cashier} or null; next_after (null on the last page).
-- Example: CALL sp_list_tills('{"active": true}');
CREATE PROCEDURE sp_list_tills(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_till_id, v_branch_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT
            t.id,
            _till_json(
                t.id, t.company_id, t.branch_id, t.code, t.name, t.customer_id, t.own_numbers, t.active, s.id, s.shift_no, s.cashier_id,
                u.username)
        FROM tills AS t FORCE INDEX (PRIMARY)
        LEFT JOIN shifts AS s FORCE INDEX (shifts_one_of_till) ON s.open_till_id = t.id
        LEFT JOIN users AS u FORCE INDEX (PRIMARY) ON u.id = s.cashier_id
        WHERE t.id > COALESCE(v_after, -1)
            AND (v_till_id IS NULL OR t.id = v_till_id) AND (v_branch_id IS NULL OR t.branch_id = v_branch_id)
            AND (v_active IS NULL OR t.active = v_active)
        ORDER BY t.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_till_id = _read_id('till_id', JSON_EXTRACT(p_filter, '$.till_id'));
    SET v_branch_id = _read_id('branch_id', JSON_EXTRACT(p_filter, '$.branch_id'));
    SET v_active = _read_flag('active', JSON_EXTRACT(p_filter, '$.active'));
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

    SELECT CONCAT('{"ok":true,"tills":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

-- Cost centres by id, page by page.
--
-- Parameters: p_filter JSON object: optional active, cost_center_id, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: cost_centers, next_after (null on the last page).
-- Example: CALL sp_list_cost_centers('{"active": true}');
CREATE PROCEDURE sp_list_cost_centers(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_cost_center_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT c.id, _cost_center_json(c.id, c.company_id, c.code, c.name, c.active)
        FROM cost_centers AS c FORCE INDEX (PRIMARY)
        WHERE c.id > COALESCE(v_after, -1) AND (v_cost_center_id IS NULL OR c.id = v_cost_center_id) AND (v_active IS NULL OR c.active = v_active)
        ORDER BY c.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_cost_center_id = _read_id('cost_center_id', JSON_EXTRACT(p_filter, '$.cost_center_id'));
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

    SELECT CONCAT('{"ok":true,"cost_centers":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

-- Price lists by id, page by page, without their prices.
--
-- Parameters: p_filter JSON object: optional active, price_list_id, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: price_lists, next_after (null on the last page).
-- Example: CALL sp_list_price_lists('{"active": true}');
CREATE PROCEDURE sp_list_price_lists(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_price_list_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT l.id, _price_list_json(l.id, l.company_id, l.code, l.name, l.active)
        FROM price_lists AS l FORCE INDEX (PRIMARY)
        WHERE l.id > COALESCE(v_after, -1)
            AND (v_price_list_id IS NULL OR l.id = v_price_list_id) AND (v_active IS NULL OR l.active = v_active)
        ORDER BY l.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_price_list_id = _read_id('price_list_id', JSON_EXTRACT(p_filter, '$.price_list_id'));
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

    SELECT CONCAT('{"ok":true,"price_lists":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

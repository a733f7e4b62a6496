-- Suppliers by id, page by page.
--
-- Parameters: p_filter JSON object: optional search (part of name or mobile), active, supplier_id, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: suppliers, next_after (null on the last page).
-- Example: CALL sp_list_suppliers('{"search": "توريدات", "limit": 20}');
CREATE PROCEDURE sp_list_suppliers(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_supplier_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_search LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT s.id, _supplier_row_json(
            s.id, s.company_id, s.name, s.mobile, s.city, s.address, s.notes, s.payment_days, s.active, s.balance, m.minor_units)
        FROM suppliers AS s FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = s.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE s.id > COALESCE(v_after, -1)
            AND (v_supplier_id IS NULL OR s.id = v_supplier_id)
            AND (v_active IS NULL OR s.active = v_active)
            AND (v_search IS NULL OR s.name LIKE v_search ESCAPE '!' OR s.mobile LIKE v_search ESCAPE '!')
        ORDER BY s.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_supplier_id = _read_id('supplier_id', JSON_EXTRACT(p_filter, '$.supplier_id'));
    SET v_active = _read_flag('active', JSON_EXTRACT(p_filter, '$.active'));
    SET v_search = _search_pattern(JSON_EXTRACT(p_filter, '$.search'));
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

    SELECT CONCAT(
        '{"ok":true,"suppliers":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

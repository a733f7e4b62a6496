-- Customers by id, page by page.
--
-- Parameters: p_filter JSON object: optional search (part of name or mobile), active, customer_id, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: customers, next_after (null on the last page).
-- Example: CALL sp_list_customers('{"search": "محمد", "limit": 20}');
CREATE PROCEDURE sp_list_customers(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_customer_id BIGINT;
    DECLARE v_active TINYINT;
    DECLARE v_search LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT c.id, _customer_row_json(
            c.id, c.company_id, c.name, c.mobile, c.city, c.address, c.notes, c.active, c.balance, c.wallet, c.join_date,
            c.group_id, c.price_list_id, c.credit_limit, c.tracks_balance, m.minor_units)
        FROM customers AS c FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = c.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE c.id > COALESCE(v_after, -1)
            AND (v_customer_id IS NULL OR c.id = v_customer_id)
            AND (v_active IS NULL OR c.active = v_active)
            AND (v_search IS NULL OR c.name LIKE v_search ESCAPE '!' OR c.mobile LIKE v_search ESCAPE '!')
        ORDER BY c.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
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
        '{"ok":true,"customers":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

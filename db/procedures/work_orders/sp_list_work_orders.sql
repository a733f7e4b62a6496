-- Work orders by id, page by page.
--
-- Parameters: p_filter JSON object: optional customer_id, work_order_id, status pending|in_progress|completed|cancelled, limit 1-500 (50), after.
-- Errors: VALIDATION, INVALID_STATUS. Locks: none; opens no transaction.
-- Returns: one row, one column response: work_orders with their totals, next_after (null on the last page).
-- Example: CALL sp_list_work_orders('{"customer_id": 4, "status": "in_progress"}');
CREATE PROCEDURE sp_list_work_orders(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_customer_id, v_work_order_id BIGINT;
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT o.id, _work_order_row_json(
            o.id, o.customer_id, o.title, o.description, o.status, o.start_date, o.notes,
            o.total_invoice_amount, o.total_paid, o.total_remaining, m.minor_units)
        FROM work_orders AS o FORCE INDEX (PRIMARY, work_orders_of_customer)
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = o.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = c.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE o.id > COALESCE(v_after, -1)
            AND (v_work_order_id IS NULL OR o.id = v_work_order_id)
            AND (v_customer_id IS NULL OR o.customer_id = v_customer_id)
            AND (v_status IS NULL OR o.status = v_status)
        ORDER BY o.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_filter, '$.work_order_id'));
    SET v_status = _read_word('status', JSON_EXTRACT(p_filter, '$.status'), NULL, 'pending,in_progress,completed,cancelled');
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
        '{"ok":true,"work_orders":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

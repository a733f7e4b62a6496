-- Orders, newest first, page by page.
--
-- Parameters: p_filter JSON object: optional customer_id, work_order_id, branch_id, status pending|completed|cancelled, source pos|booking|manual,
--   from and to (business dates), search (part of its number), limit 1-500 (50), after.
-- Errors: VALIDATION, INVALID_STATUS. Locks: none; opens no transaction.
-- Returns: one row, one column response: orders, each as sp_get_order without its arrays; next_after (null on the last page).
-- Example: CALL sp_list_orders('{"customer_id": 4, "status": "pending"}');
CREATE PROCEDURE sp_list_orders(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_customer_id, v_work_order_id, v_branch_id BIGINT;
    DECLARE v_status, v_source VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_search LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT o.id, CONCAT('{', _order_members_json(
            o.id, o.order_no, o.company_id, o.branch_id, o.cost_center_id, o.customer_id, c.name, o.work_order_id, o.shift_id, o.source, o.status,
            o.order_date, o.discount_type, o.discount_value, o.total_before, o.discount_amount, o.total_after, o.tax_total, o.rounding_amount, o.notes,
            o.cancelled_on, o.cancel_reason, o.created_by, o.created_at,
            (SELECT COUNT(*) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted')),
            (SELECT SUM(v.total_after_discount - v.returned_amount) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted')),
            (SELECT SUM(v.paid_amount) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted')),
            (SELECT SUM(v.remaining_amount) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted')),
            m.minor_units), '}')
        FROM orders AS o FORCE INDEX (PRIMARY, orders_of_customer, orders_of_work_order, orders_by_day, orders_by_status)
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = o.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = o.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE (v_after IS NULL OR o.id < v_after)
            AND (v_customer_id IS NULL OR o.customer_id = v_customer_id)
            AND (v_work_order_id IS NULL OR o.work_order_id = v_work_order_id)
            AND (v_branch_id IS NULL OR o.branch_id = v_branch_id)
            AND (v_status IS NULL OR o.status = v_status)
            AND (v_source IS NULL OR o.source = v_source)
            AND (v_from IS NULL OR o.order_date >= v_from)
            AND (v_to IS NULL OR o.order_date <= v_to)
            AND (v_search IS NULL OR CONVERT(o.order_no USING utf8mb4) COLLATE utf8mb4_unicode_ci LIKE v_search ESCAPE '!')
        ORDER BY o.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_filter, '$.work_order_id'));
    SET v_branch_id = _read_id('branch_id', JSON_EXTRACT(p_filter, '$.branch_id'));
    SET v_status = _read_word('status', JSON_EXTRACT(p_filter, '$.status'), NULL, 'pending,completed,cancelled');
    SET v_source = _read_word('source', JSON_EXTRACT(p_filter, '$.source'), NULL, 'pos,booking,manual');
    SET v_from = _read_date('from', JSON_EXTRACT(p_filter, '$.from'));
    SET v_to = _read_date('to', JSON_EXTRACT(p_filter, '$.to'));
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
        '{"ok":true,"orders":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

-- Drafts, newest first, page by page.
--
-- Parameters: p_filter JSON object: optional customer_id, branch_id, created_by (who made it), draft_id, search (part of its name), consumed
--   (true: those that were sold; else those that were not), limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: drafts, next_after (null on the last page).
-- Example: CALL sp_list_drafts('{"created_by": 5}');
CREATE PROCEDURE sp_list_drafts(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_customer_id, v_branch_id, v_user_id, v_draft_id BIGINT;
    DECLARE v_consumed TINYINT;
    DECLARE v_search LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT d.id, CONCAT(
            '{"draft_id":', d.id, ',"name":', _json_text(d.name), ',"branch_id":', COALESCE(d.branch_id, 'null'),
            ',"customer_id":', COALESCE(d.customer_id, 'null'), ',"customer_name":', _json_text(c.name), ',"line_count":', d.line_count,
            ',"total_after":', COALESCE(d.total_after, 'null'), ',"invoice_id":', COALESCE(d.invoice_id, 'null'), ',"revision":', d.revision,
            ',"created_by":', d.created_by, ',"updated_by":', d.updated_by, ',"created_at":"', _from_timestamp(d.created_at),
            '","updated_at":"', _from_timestamp(d.updated_at), '"}')
        FROM invoice_drafts AS d FORCE INDEX (
            invoice_drafts_by_sold, invoice_drafts_of_customer, invoice_drafts_of_branch, invoice_drafts_of_user)
        LEFT JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = d.customer_id
        WHERE (v_after IS NULL OR d.id < v_after)
            AND d.sold = v_consumed
            AND (v_draft_id IS NULL OR d.id = v_draft_id)
            AND (v_customer_id IS NULL OR d.customer_id = v_customer_id)
            AND (v_branch_id IS NULL OR d.branch_id = v_branch_id)
            AND (v_user_id IS NULL OR d.created_by = v_user_id)
            AND (v_search IS NULL OR d.name LIKE v_search ESCAPE '!')
        ORDER BY d.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_branch_id = _read_id('branch_id', JSON_EXTRACT(p_filter, '$.branch_id'));
    SET v_user_id = _read_id('created_by', JSON_EXTRACT(p_filter, '$.created_by'));
    SET v_draft_id = _read_id('draft_id', JSON_EXTRACT(p_filter, '$.draft_id'));
    SET v_consumed = COALESCE(_read_flag('consumed', JSON_EXTRACT(p_filter, '$.consumed')), 0);
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
        '{"ok":true,"drafts":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

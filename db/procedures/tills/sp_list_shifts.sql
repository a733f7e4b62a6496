-- Shifts, the newest first, page by page.
--
-- Parameters: p_filter JSON object: optional shift_id, till_id, branch_id, cashier_id, open (true: only open ones; false: only closed ones), from and
--   to (business dates of the opening), limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: shifts, each as sp_open_shift gives it; next_after (null on the last page).
-- Example: CALL sp_list_shifts('{"till_id": 1, "open": false}');
CREATE PROCEDURE sp_list_shifts(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_shift_id, v_till_id, v_branch_id, v_cashier_id BIGINT;
    DECLARE v_open TINYINT;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT s.id, _shift_json(
            s.id, s.company_id, s.branch_id, s.till_id, t.code, s.cashier_id, u.username, s.shift_no, s.opened_on, s.opened_at,
            s.opening_cash, s.closed_on, s.closed_at, s.closed_by, m.minor_units)
        FROM shifts AS s FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN tills AS t FORCE INDEX (PRIMARY) ON t.id = s.till_id
        STRAIGHT_JOIN users AS u FORCE INDEX (PRIMARY) ON u.id = s.cashier_id
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = s.company_id
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency
        WHERE s.id < COALESCE(v_after, 9223372036854775807)
            AND (v_shift_id IS NULL OR s.id = v_shift_id) AND (v_till_id IS NULL OR s.till_id = v_till_id)
            AND (v_branch_id IS NULL OR s.branch_id = v_branch_id) AND (v_cashier_id IS NULL OR s.cashier_id = v_cashier_id)
            AND (v_open IS NULL OR (s.closed_on IS NULL) = v_open)
            AND (v_from IS NULL OR s.opened_on >= v_from) AND (v_to IS NULL OR s.opened_on <= v_to)
        ORDER BY s.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_shift_id = _read_id('shift_id', JSON_EXTRACT(p_filter, '$.shift_id'));
    SET v_till_id = _read_id('till_id', JSON_EXTRACT(p_filter, '$.till_id'));
    SET v_branch_id = _read_id('branch_id', JSON_EXTRACT(p_filter, '$.branch_id'));
    SET v_cashier_id = _read_id('cashier_id', JSON_EXTRACT(p_filter, '$.cashier_id'));
    SET v_open = _read_flag('open', JSON_EXTRACT(p_filter, '$.open'));
    SET v_from = _read_date('from', JSON_EXTRACT(p_filter, '$.from'));
    SET v_to = _read_date('to', JSON_EXTRACT(p_filter, '$.to'));
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

    SELECT CONCAT('{"ok":true,"shifts":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

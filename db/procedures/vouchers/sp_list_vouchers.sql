-- Journal vouchers, newest first, page by page.
--
-- Parameters: p_filter JSON object: optional account (its code: those with an item on it), reversed (true, or false: what still holds), from and to (days
--   that they are posted to), reference_no, limit 1-500 (50), after.
-- Errors: VALIDATION. Locks: none; opens no transaction.
-- Returns: one row, one column response: vouchers [{voucher_id, date, description, reference_no, total, reversed, branch_id, cost_center_id, created_by}],
--   next_after (null on the last page).
-- Example: CALL sp_list_vouchers('{"from": "2026-11-01", "account": "5410"}');
CREATE PROCEDURE sp_list_vouchers(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_account VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reference_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reversed TINYINT;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT v.id, CONCAT(
            '{"voucher_id":', v.id, ',"date":"', v.entry_date, '","description":', JSON_QUOTE(v.description), ',"reference_no":', _json_text(v.reference_no),
            ',"total":', _money((
                SELECT SUM(t.debit) FROM journal_voucher_items AS t FORCE INDEX (PRIMARY) WHERE t.voucher_id = v.id), m.minor_units),
            ',"reversed":', IF(v.reversed_on IS NULL, 'false', 'true'), ',"branch_id":', v.branch_id,
            ',"cost_center_id":', COALESCE(v.cost_center_id, 'null'), ',"created_by":', v.created_by, '}')
        FROM journal_vouchers AS v FORCE INDEX (PRIMARY, journal_vouchers_by_day)
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = v.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE (v_after IS NULL OR v.id < v_after)
            AND (v_account IS NULL OR (
                SELECT COUNT(*)
                FROM journal_voucher_items AS i FORCE INDEX (PRIMARY) STRAIGHT_JOIN accounts AS a FORCE INDEX (PRIMARY) ON a.id = i.account_id
                WHERE i.voucher_id = v.id AND a.code = CONVERT(v_account USING ascii)) > 0)
            AND (v_reference_no IS NULL OR v.reference_no = v_reference_no)
            AND (v_reversed IS NULL OR (v.reversed_on IS NOT NULL) = v_reversed)
            AND (v_from IS NULL OR v.entry_date >= v_from)
            AND (v_to IS NULL OR v.entry_date <= v_to)
        ORDER BY v.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_account = _read_text('account', JSON_EXTRACT(p_filter, '$.account'), 20);
    SET v_reference_no = _read_text('reference_no', JSON_EXTRACT(p_filter, '$.reference_no'), 64);
    SET v_reversed = _read_flag('reversed', JSON_EXTRACT(p_filter, '$.reversed'));
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

    SELECT CONCAT(
        '{"ok":true,"vouchers":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

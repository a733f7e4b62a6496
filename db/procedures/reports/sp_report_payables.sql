-- What each supplier is owed, by how long it is due: not yet, up to 30 days, 31 to 60, 61 to 90, longer. A bill is due on its due date, without one on its own
-- day; which bills are open, and with how much, _owed_on_purchases says. Of a branch: what is owed on its bills; money settles the
-- oldest of all branches.
--
-- Parameters: p_filter JSON object: optional supplier_id, as_of (the day from which days are counted: today; what is open is what is open now),
--   company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_SUPPLIER. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, as_of, rows [{supplier_id, supplier_name, mobile, bills (how many are open), not_due, days_1_30,
--   days_31_60, days_61_90, over_90, without_bill (what no bill explains: a payment was voided after its money had come back; of no branch), total (the
--   balance, of a branch what is owed on its bills)}], by supplier; next_after (null on the last page).
-- Example: CALL sp_report_payables('{"as_of": "2025-12-31"}');
CREATE PROCEDURE sp_report_payables(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id, v_supplier_id BIGINT;
    DECLARE v_today, v_as_of DATE;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_rows CURSOR FOR
        SELECT s.id AS place, CONCAT(
            '{"supplier_id":', s.id, ',"supplier_name":', JSON_QUOTE(s.name), ',"mobile":', _json_text(s.mobile), ',"bills":', COALESCE(d.bills, 0),
            ',"not_due":', _money(COALESCE(d.not_due, 0), v_minor_units), ',"days_1_30":', _money(COALESCE(d.days_1_30, 0), v_minor_units),
            ',"days_31_60":', _money(COALESCE(d.days_31_60, 0), v_minor_units), ',"days_61_90":', _money(COALESCE(d.days_61_90, 0), v_minor_units),
            ',"over_90":', _money(COALESCE(d.over_90, 0), v_minor_units), ',"without_bill":',
            _money(IF(v_branch_id IS NULL, s.balance - COALESCE(d.total, 0), 0), v_minor_units),
            ',"total":', _money(IF(v_branch_id IS NULL, s.balance, d.total), v_minor_units), '}')
        FROM suppliers AS s FORCE INDEX (PRIMARY)
        LEFT JOIN (
            SELECT
                o.supplier_id, COUNT(*) AS bills, SUM(IF(o.days <= 0, o.open_amount, 0)) AS not_due,
                SUM(IF(o.days BETWEEN 1 AND 30, o.open_amount, 0)) AS days_1_30, SUM(IF(o.days BETWEEN 31 AND 60, o.open_amount, 0)) AS days_31_60,
                SUM(IF(o.days BETWEEN 61 AND 90, o.open_amount, 0)) AS days_61_90, SUM(IF(o.days > 90, o.open_amount, 0)) AS over_90,
                SUM(o.open_amount) AS total
            FROM (
                SELECT b.supplier_id, DATEDIFF(v_as_of, b.pay_by) AS days, b.open_amount
                FROM _owed_on_purchases AS b
                WHERE b.balance > 0 AND b.open_amount > 0 AND (v_supplier_id IS NULL OR b.supplier_id = v_supplier_id) AND b.supplier_id > COALESCE(v_after, -1)
                    AND (v_branch_id IS NULL OR b.branch_id = v_branch_id)
            ) AS o
            GROUP BY o.supplier_id
        ) AS d ON d.supplier_id = s.id
        WHERE s.balance > 0 AND s.company_id = v_company_id AND (v_supplier_id IS NULL OR s.id = v_supplier_id) AND s.id > COALESCE(v_after, -1)
            AND (v_branch_id IS NULL OR d.bills > 0)
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_supplier_id = _read_id('supplier_id', JSON_EXTRACT(p_filter, '$.supplier_id'));
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _check_supplier_of(v_supplier_id, v_company_id);
    SET v_as_of = COALESCE(_read_date('as_of', JSON_EXTRACT(p_filter, '$.as_of')), v_today);
    SET v_head = CONCAT(v_head, ',"as_of":"', v_as_of, '"');
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_place, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_place = v_place;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(v_head, ',"rows":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_place), '}') AS response;
END

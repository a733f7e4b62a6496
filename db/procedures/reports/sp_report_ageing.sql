-- What each customer owes on open invoices and debit notes, by how long it is due: not yet, up to 30 days, 31 to 60, 61 to 90, longer. An invoice is due on
-- its due date, without one on its own day, as a note is.
--
-- Parameters: p_filter JSON object: optional customer_id, as_of (the day from which days are counted: today; what is open is what is open now),
--   company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_CUSTOMER. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, as_of, rows [{customer_id, customer_name, mobile, invoices and debit_notes (how many are open),
--   not_due, days_1_30, days_31_60, days_61_90, over_90, total}], by customer; next_after (null on the last page).
-- Example: CALL sp_report_ageing('{"as_of": "2025-12-31"}');
CREATE PROCEDURE sp_report_ageing(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id, v_customer_id BIGINT;
    DECLARE v_today, v_as_of DATE;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_rows CURSOR FOR
        SELECT c.id AS place, CONCAT(
            '{"customer_id":', c.id, ',"customer_name":', JSON_QUOTE(c.name), ',"mobile":', JSON_QUOTE(c.mobile), ',"invoices":', s.invoices,
            ',"debit_notes":', s.debit_notes, ',"not_due":', _money(s.not_due, v_minor_units), ',"days_1_30":', _money(s.days_1_30, v_minor_units),
            ',"days_31_60":', _money(s.days_31_60, v_minor_units), ',"days_61_90":', _money(s.days_61_90, v_minor_units),
            ',"over_90":', _money(s.over_90, v_minor_units), ',"total":', _money(s.total, v_minor_units), '}')
        FROM (
            SELECT
                d.customer_id, SUM(d.is_note = 0) AS invoices, SUM(d.is_note) AS debit_notes, SUM(IF(d.days <= 0, d.open, 0)) AS not_due,
                SUM(IF(d.days BETWEEN 1 AND 30, d.open, 0)) AS days_1_30, SUM(IF(d.days BETWEEN 31 AND 60, d.open, 0)) AS days_31_60,
                SUM(IF(d.days BETWEEN 61 AND 90, d.open, 0)) AS days_61_90, SUM(IF(d.days > 90, d.open, 0)) AS over_90, SUM(d.open) AS total
            FROM (
                SELECT i.customer_id, 0 AS is_note, DATEDIFF(v_as_of, i.pay_by) AS days, i.remaining_amount AS open
                FROM invoices_out AS i FORCE INDEX (invoices_out_open)
                WHERE i.pay_by <= '9999-12-31' AND i.company_id = v_company_id AND (v_branch_id IS NULL OR i.branch_id = v_branch_id)
                    AND (v_customer_id IS NULL OR i.customer_id = v_customer_id) AND i.customer_id > COALESCE(v_after, -1)
                UNION ALL
                SELECT n.customer_id, 1 AS is_note, DATEDIFF(v_as_of, n.pay_by) AS days, n.remaining_base AS open
                FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_open)
                WHERE n.pay_by <= '9999-12-31' AND n.company_id = v_company_id AND (v_branch_id IS NULL OR n.branch_id = v_branch_id)
                    AND (v_customer_id IS NULL OR n.customer_id = v_customer_id) AND n.customer_id > COALESCE(v_after, -1)
            ) AS d
            GROUP BY d.customer_id
        ) AS s
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = s.customer_id
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _check_customer_of(v_customer_id, v_company_id);
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

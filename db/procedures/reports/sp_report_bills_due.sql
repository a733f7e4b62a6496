-- Suppliers' bills that are not paid, the longest due first. A bill is due on its due date, without one on its own day; the day after it is overdue. Which are
-- open, and with how much, _owed_on_purchases says; what is owed without a bill stands in sp_report_payables alone. A bill has a branch; money
-- settles the oldest of all branches.
--
-- Parameters: p_filter JSON object: optional overdue (true: only these), due_by (only what is due on that day or before), supplier_id, as_of (the day from which
--   days are counted: today; what is open is what is open now), company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_SUPPLIER. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, as_of, rows [{bill_id, purchase_no, bill_no, business_date, opening_date (null: goods were
--   bought), due_date, days_overdue, supplier_id, supplier_name, mobile, total, open_amount}], next_after (null on the last page).
-- Example: CALL sp_report_bills_due('{"due_by": "2025-12-31"}');
CREATE PROCEDURE sp_report_bills_due(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id, v_supplier_id BIGINT;
    DECLARE v_today, v_as_of, v_due_by, v_after_day DATE;
    DECLARE v_overdue TINYINT;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE c_rows CURSOR FOR
        SELECT o.id, CONCAT(
            '{"bill_id":', p.id, ',"purchase_no":', _json_text(p.purchase_no), ',"bill_no":', _json_text(p.bill_no), ',"business_date":"', p.business_date,
            '","opening_date":', _json_text(p.opening_date), ',"due_date":', _json_text(p.due_date),
            ',"days_overdue":', GREATEST(DATEDIFF(v_as_of, o.pay_by), 0), ',"supplier_id":', s.id, ',"supplier_name":', JSON_QUOTE(s.name),
            ',"mobile":', _json_text(s.mobile), ',"total":', _money(p.total, v_minor_units), ',"open_amount":', _money(o.open_amount, v_minor_units), '}')
        FROM (
            SELECT b.id, b.pay_by, b.open_amount
            FROM _owed_on_purchases AS b
            STRAIGHT_JOIN suppliers AS c FORCE INDEX (PRIMARY) ON c.id = b.supplier_id
            WHERE b.balance > 0 AND b.open_amount > 0 AND (v_supplier_id IS NULL OR b.supplier_id = v_supplier_id) AND c.company_id = v_company_id
                AND (v_branch_id IS NULL OR b.branch_id = v_branch_id)
                AND b.pay_by BETWEEN v_after_day AND v_due_by
                AND (b.pay_by > v_after_day OR b.id > COALESCE(v_after, -1))
            ORDER BY b.pay_by, b.id
            LIMIT v_fetch
        ) AS o
        STRAIGHT_JOIN purchases AS p FORCE INDEX (PRIMARY) ON p.id = o.id
        STRAIGHT_JOIN suppliers AS s FORCE INDEX (PRIMARY) ON s.id = p.supplier_id
        ORDER BY o.pay_by, o.id;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_supplier_id = _read_id('supplier_id', JSON_EXTRACT(p_filter, '$.supplier_id'));
    SET v_overdue = COALESCE(_read_flag('overdue', JSON_EXTRACT(p_filter, '$.overdue')), 0);
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _check_supplier_of(v_supplier_id, v_company_id);
    SET v_as_of = COALESCE(_read_date('as_of', JSON_EXTRACT(p_filter, '$.as_of')), v_today);
    SET v_due_by = LEAST(
        COALESCE(_read_date('due_by', JSON_EXTRACT(p_filter, '$.due_by')), '9999-12-31'), IF(v_overdue, v_as_of - INTERVAL 1 DAY, '9999-12-31'));
    -- where the page before ended: its last bill, which may have been paid since
    SELECT COALESCE(MAX(COALESCE(p.due_date, p.opening_date, p.business_date)), '1000-01-01') INTO v_after_day FROM purchases AS p WHERE p.id = v_after;
    SET v_head = CONCAT(v_head, ',"as_of":"', v_as_of, '"');
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

    SELECT CONCAT(v_head, ',"rows":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

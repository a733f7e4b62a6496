-- Invoices and debit notes that are not paid, the longest due first. An invoice is due on its due date, without one on its own day, as a note is; the day
-- after it is overdue.
--
-- Parameters: p_filter JSON object: optional overdue (true: only these), customer_id, as_of (the day from which days are counted: today; what is open
--   is what is open now), company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_CUSTOMER. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, as_of, rows [{kind ("invoice" or "debit_note"), invoice_id and invoice_no (of a note: the
--   invoice that it was raised for), debit_note_id and debit_note_no (null for an invoice), invoice_date (the document's day), due_date, days_overdue,
--   customer_id, customer_name, mobile, total_after, returned_amount, paid_amount, remaining_amount}] (in the company's currency: of a note in
--   another one what it is worth there), next_after (null on the last page).
-- Example: CALL sp_report_unpaid('{"overdue": true}');
CREATE PROCEDURE sp_report_unpaid(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id, v_customer_id BIGINT;
    DECLARE v_today, v_as_of, v_due_by, v_after_day DATE;
    DECLARE v_overdue, v_after_note TINYINT;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- a page reads its own rows: each part in the order of its index, which holds open documents only; an invoice is before a note that is due on its day
    DECLARE c_rows CURSOR FOR
        SELECT d.id * 2 + d.is_note AS place, d.json
        FROM (
            (SELECT i.id, 0 AS is_note, i.pay_by, CONCAT(
                '{"kind":"invoice","invoice_id":', i.id, ',"invoice_no":', _json_text(i.invoice_no), ',"debit_note_id":null,"debit_note_no":null,"invoice_date":',
                _json_text(i.invoice_date), ',"due_date":', _json_text(i.due_date), ',"days_overdue":', GREATEST(DATEDIFF(v_as_of, i.pay_by), 0),
                ',"customer_id":', c.id, ',"customer_name":', JSON_QUOTE(c.name), ',"mobile":', JSON_QUOTE(c.mobile),
                ',"total_after":', _money(i.total_after_discount, v_minor_units), ',"returned_amount":', _money(i.returned_amount, v_minor_units),
                ',"paid_amount":', _money(i.paid_amount, v_minor_units), ',"remaining_amount":', _money(i.remaining_amount, v_minor_units), '}') AS json
            FROM invoices_out AS i FORCE INDEX (invoices_out_open)
            STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = i.customer_id
            WHERE i.pay_by BETWEEN v_after_day AND v_due_by AND i.company_id = v_company_id AND (v_branch_id IS NULL OR i.branch_id = v_branch_id)
                AND (v_customer_id IS NULL OR i.customer_id = v_customer_id)
                AND (i.pay_by > v_after_day OR (NOT v_after_note AND i.id > v_after))
            ORDER BY i.pay_by, i.id
            LIMIT v_fetch)
            UNION ALL
            (SELECT n.id, 1 AS is_note, n.pay_by, CONCAT(
                '{"kind":"debit_note","invoice_id":', COALESCE(i.id, 'null'), ',"invoice_no":', _json_text(i.invoice_no), ',"debit_note_id":', n.id,
                ',"debit_note_no":', _json_text(n.debit_note_no), ',"invoice_date":', _json_text(n.debit_note_date),
                ',"due_date":null,"days_overdue":', GREATEST(DATEDIFF(v_as_of, n.pay_by), 0),
                ',"customer_id":', c.id, ',"customer_name":', JSON_QUOTE(c.name), ',"mobile":', JSON_QUOTE(c.mobile),
                ',"total_after":', _money(n.total_base, v_minor_units), ',"returned_amount":', _money(0, v_minor_units),
                ',"paid_amount":', _money(n.applied_base, v_minor_units), ',"remaining_amount":', _money(n.remaining_base, v_minor_units), '}') AS json
            FROM customer_debit_notes AS n FORCE INDEX (customer_debit_notes_open)
            LEFT JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = n.source_invoice_id
            STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = n.customer_id
            WHERE n.pay_by BETWEEN v_after_day AND v_due_by AND n.company_id = v_company_id AND (v_branch_id IS NULL OR n.branch_id = v_branch_id)
                AND (v_customer_id IS NULL OR n.customer_id = v_customer_id)
                AND (n.pay_by > v_after_day OR NOT v_after_note OR n.id > v_after)
            ORDER BY n.pay_by, n.id
            LIMIT v_fetch)
        ) AS d
        ORDER BY d.pay_by, d.is_note, d.id
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_overdue = COALESCE(_read_flag('overdue', JSON_EXTRACT(p_filter, '$.overdue')), 0);
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _check_customer_of(v_customer_id, v_company_id);
    SET v_as_of = COALESCE(_read_date('as_of', JSON_EXTRACT(p_filter, '$.as_of')), v_today);
    -- where the page before ended: its last document, which may have been paid since
    SET v_after_note = COALESCE(v_after, 0) % 2, v_after = COALESCE(v_after DIV 2, -1);
    IF v_after_note THEN
        SELECT MAX(n.debit_note_date) INTO v_after_day FROM customer_debit_notes AS n WHERE n.id = v_after;
    ELSE
        SELECT MAX(COALESCE(i.due_date, i.invoice_date)) INTO v_after_day FROM invoices_out AS i WHERE i.id = v_after;
    END IF;
    SET v_after_day = COALESCE(v_after_day, '1000-01-01');
    SET v_due_by = IF(v_overdue, v_as_of - INTERVAL 1 DAY, '9999-12-31');
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

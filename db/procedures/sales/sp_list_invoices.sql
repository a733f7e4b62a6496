-- Invoices, newest first, page by page.
--
-- Parameters: p_filter JSON object: optional customer_id, work_order_id, status paid|partial|pending|canceled|reverted, open (true: something
--   is owed), overdue (true: it is, after the day on which it was due), from and to (business dates), invoice_no (the whole number, of
--   company_id, 1), limit 1-500 (50), after.
-- Errors: VALIDATION, INVALID_STATUS. Locks: none; opens no transaction.
-- Returns: one row, one column response: invoices (amounts in the company's currency; of one in another currency also currency, total_in_currency and
--   remaining_in_currency), next_after (null on the last page).
-- Example: CALL sp_list_invoices('{"customer_id": 4, "open": true}');
CREATE PROCEDURE sp_list_invoices(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_customer_id, v_work_order_id, v_company_id, v_invoice_id BIGINT;
    DECLARE v_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_open, v_overdue TINYINT;
    DECLARE v_now DATETIME;
    DECLARE v_due_before DATE;
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT i.id, CONCAT(
            '{"invoice_id":', i.id, ',"invoice_no":', _json_text(i.invoice_no),
            ',"invoice_date":', COALESCE(CONCAT('"', i.invoice_date, '"'), 'null'), ',"due_date":', COALESCE(CONCAT('"', i.due_date, '"'), 'null'),
            ',"customer_id":', i.customer_id, ',"customer_name":', JSON_QUOTE(c.name), ',"work_order_id":', COALESCE(i.work_order_id, 'null'),
            ',"status":"', _payment_status(i.delivered), '","total_after":', _money(i.total_after_discount, m.minor_units),
            ',"paid_amount":', _money(i.paid_amount, m.minor_units), ',"remaining_amount":', _money(i.remaining_amount, m.minor_units),
            COALESCE(CONCAT(
                ',"currency":"', CONVERT(x.currency USING utf8mb4), '","total_in_currency":', _money(x.total, y.minor_units),
                ',"remaining_in_currency":', _money(x.remaining_amount, y.minor_units)), ''), ',', _overdue_json(i.pay_by, i.company_id, v_now), '}')
        FROM invoices_out AS i FORCE INDEX (PRIMARY, customer_id, invoices_out_of_work_order, invoices_out_by_day, invoices_out_open)
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = i.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = i.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        LEFT JOIN invoice_currencies AS x FORCE INDEX (PRIMARY) ON x.invoice_id = i.id LEFT JOIN currencies AS y FORCE INDEX (PRIMARY) ON y.code = x.currency
        WHERE (v_after IS NULL OR i.id < v_after)
            AND (v_invoice_id IS NULL OR i.id = v_invoice_id)
            AND (v_customer_id IS NULL OR i.customer_id = v_customer_id)
            AND (v_work_order_id IS NULL OR i.work_order_id = v_work_order_id)
            AND (v_status IS NULL OR _payment_status(i.delivered) = v_status)
            AND (v_open IS NULL OR (i.pay_by IS NOT NULL) = v_open)
            AND (v_due_before IS NULL OR i.pay_by < v_due_before)
            AND (v_overdue IS NULL OR COALESCE(i.pay_by < _company_day(i.company_id, v_now), FALSE) = v_overdue)
            AND (v_from IS NULL OR i.invoice_date >= v_from)
            AND (v_to IS NULL OR i.invoice_date <= v_to)
        ORDER BY i.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_filter, '$.work_order_id'));
    SET v_status = _read_word('status', JSON_EXTRACT(p_filter, '$.status'), NULL, 'paid,partial,pending,canceled,reverted');
    SET v_open = _read_flag('open', JSON_EXTRACT(p_filter, '$.open'));
    SET v_overdue = _read_flag('overdue', JSON_EXTRACT(p_filter, '$.overdue'));
    SET v_now = _now();
    -- no company's day is further ahead: a bound for the index
    IF v_overdue THEN
        SET v_due_before = DATE(v_now + INTERVAL 14 HOUR);
    END IF;
    SET v_from = _read_date('from', JSON_EXTRACT(p_filter, '$.from'));
    SET v_to = _read_date('to', JSON_EXTRACT(p_filter, '$.to'));
    SET v_invoice_no = _read_text('invoice_no', JSON_EXTRACT(p_filter, '$.invoice_no'), 40);
    IF v_invoice_no IS NOT NULL THEN
        SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_filter, '$.company_id')), 1);
        -- no invoice has the id 0
        SET v_invoice_id = COALESCE((
            SELECT i.id FROM invoices_out AS i FORCE INDEX (invoices_out_by_number)
            WHERE i.company_id = v_company_id AND i.invoice_no = v_invoice_no), 0);
    END IF;
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
        '{"ok":true,"invoices":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

-- What money came in and went out, by day and method, as the books have it: each movement counts on the day on which it was posted, so that what
-- is left of a day (net) is the change of the method's account but for vouchers, which name accounts and no method. What was paid before the books were
-- opened is not here.
--
-- Parameters: p_filter JSON object: optional method cash|bank_transfer|check|card|wallet, from and to (business dates, both included; to: today, from: the
--   same day), company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, from, to, rows [{day, method, payments (how many of invoices), paid (by them), given_back (on
--   returns, reversals and voids), wallet_in, wallet_out (prepaid money of customers), to_suppliers (less what came back from them), other, net (paid -
--   given_back + wallet_in - wallet_out - to_suppliers + other)}], by day and method; next_after (null on the last page). Of the method wallet, which is
--   no money, only what paid invoices and was given back is there.
-- Example: CALL sp_report_payments('{"method": "cash"}');
CREATE PROCEDURE sp_report_payments(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id BIGINT;
    DECLARE v_from, v_to, v_today DATE;
    DECLARE v_methods, v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- a row's place is its day, counted from the first one, and the method's place in the list. HAVING: MySQL 9.7 ended itself when it planned a
    -- condition with a local on a derived table, which it moves inside, for the second time
    DECLARE c_rows CURSOR FOR
        SELECT DATEDIFF(s.entry_date, v_from) * 100 + FIND_IN_SET(s.role, v_methods) AS place, CONCAT(
            '{"day":"', s.entry_date, '","method":', _json_text(s.role), ',"payments":', s.payments, ',"paid":', _money(s.paid, v_minor_units),
            ',"given_back":', _money(s.given_back, v_minor_units), ',"wallet_in":', _money(s.wallet_in, v_minor_units),
            ',"wallet_out":', _money(s.wallet_out, v_minor_units), ',"to_suppliers":', _money(s.to_suppliers, v_minor_units),
            ',"other":', _money(s.net - s.paid + s.given_back - s.wallet_in + s.wallet_out + s.to_suppliers, v_minor_units),
            ',"net":', _money(s.net, v_minor_units), '}')
        FROM (
            SELECT
                e.entry_date, l.role, SUM(e.reference_type = 'invoice_payments' AND l.debit > 0) AS payments,
                SUM(IF(e.reference_type = 'invoice_payments', l.debit, 0)) AS paid, SUM(IF(e.reference_type = 'invoice_payments', l.credit, 0)) AS given_back,
                SUM(IF(e.reference_type = 'wallet_transactions', l.debit, 0)) AS wallet_in,
                SUM(IF(e.reference_type = 'wallet_transactions', l.credit, 0)) AS wallet_out,
                SUM(IF(e.reference_type = 'supplier_payments', l.credit - l.debit, 0)) AS to_suppliers, SUM(l.debit - l.credit) AS net
            FROM journal_entries AS e FORCE INDEX (journal_entries_by_day)
            STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
            WHERE e.entry_date BETWEEN v_from AND v_to AND e.company_id = v_company_id AND (v_branch_id IS NULL OR e.branch_id = v_branch_id)
                AND FIND_IN_SET(l.role, v_methods) > 0 AND (l.role <> 'wallet' OR e.reference_type = 'invoice_payments')
                AND (v_method IS NULL OR l.role = CONVERT(v_method USING ascii))
            GROUP BY e.entry_date, l.role
        ) AS s
        HAVING place > COALESCE(v_after, 0)
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_methods = 'cash,bank_transfer,check,card,wallet';
    SET v_method = _read_word('method', JSON_EXTRACT(p_filter, '$.method'), NULL, v_methods);
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _read_period(p_filter, 'day', v_today, v_from, v_to, v_head);
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

-- Close a business day of a branch (Z report): what the shifts took that were opened on the day, what was posted outside any shift, what was posted so
-- on a day after its closing, and a control block: each entry of the journal outside shifts stands in one closing. No shift opens on a closed day.
-- Closing it again answers what the first closing did.
--
-- Parameters: p_request JSON object: created_by; optional date (yesterday, where the branch's last closed shift is of yesterday; else today), branch_id (that of
--   the caller's last shift, else the company's main branch), company_id (1), request_id. A day before the branch's last closing is closed only where
--   something of it is left.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_BRANCH, FORBIDDEN_BRANCH, SHIFT_OPEN.
-- Locks: request_id's bucket; bucket 0, which openings and closings wait on; all series of the branch (ORD, INV, RET, PO, JE, PAY, SH): what is being
--   posted ends first.
-- Returns: one row, one column response: closing_no, branch_id, business_date, net_sales (of all three, without taxes),
--   previous_total, running_total (of all closings of the branch), report: the figures of sp_get_shift over the shifts; shifts [{shift_id, shift_no,
--   till, cashier_id, cashier (the username), opening_cash, methods}]; outside_shifts: the same figures of the day's documents that belong to no
--   shift; after_closings: those of earlier closed days, posted since the closing before (null: none); control {series [{kind, code, count, first,
--   last}], cancelled [{invoice_id, invoice_no, status, cancelled_on}], of earlier closed days too, since the closing before}.
-- Example: CALL sp_daily_closing('{"date": "2026-11-26", "created_by": 1}');
CREATE PROCEDURE sp_daily_closing(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
closing: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_company_id, v_asked_branch_id BIGINT;
    DECLARE v_bucket, v_branch_id, v_closing_id, v_till_id, v_cashier_id, v_after INT;
    DECLARE v_closing_no INT UNSIGNED;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_shift_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_today, v_day, v_last_day DATE;
    DECLARE v_net_sales, v_previous DECIMAL(19,4);
    DECLARE v_rows, v_loose, v_late, v_shifts, v_series, v_cancelled LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_daily_closing', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE closing;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_daily_closing', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_asked_branch_id = _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id'));
    IF v_asked_branch_id IS NULL THEN
        SELECT MAX(s.branch_id) INTO v_asked_branch_id
        FROM shifts AS s FORCE INDEX (PRIMARY)
        WHERE s.id = (SELECT MAX(l.id) FROM shifts AS l FORCE INDEX (shifts_of_cashier) WHERE l.cashier_id = v_user_id) AND s.company_id = v_company_id;
    END IF;
    CALL _read_branch(v_user_id, v_company_id, v_asked_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_branch_id IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    SET v_day = _read_date('date', JSON_EXTRACT(p_request, '$.date'));
    IF v_day IS NULL THEN
        -- who closes after midnight means the day that is over: the new one could open no shift any more
        SELECT IF(MAX(s.closed_on) = v_today - INTERVAL 1 DAY, MAX(s.closed_on), v_today) INTO v_day
        FROM shifts AS s FORCE INDEX (shifts_of_day) WHERE s.branch_id = v_branch_id;
    END IF;
    IF v_day > v_today THEN
        CALL _raise('VALIDATION.in_future', 'date', v_today, v_day, NULL);
    END IF;

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    SELECT MAX(d.id) INTO v_closing_id FROM daily_closings AS d WHERE d.branch_id = v_branch_id AND d.business_date = v_day;
    IF v_closing_id IS NULL THEN
        CALL _lock_all_series(v_branch_id);

        -- decide
        SELECT MAX(s.till_id), MAX(s.shift_no), MAX(s.cashier_id) INTO v_till_id, v_shift_no, v_cashier_id
        FROM shifts AS s
        WHERE s.id = (
            SELECT MIN(o.id) FROM shifts AS o FORCE INDEX (shifts_of_day)
            WHERE o.branch_id = v_branch_id AND o.closed_on IS NULL AND o.opened_on <= v_day);
        IF v_till_id IS NOT NULL THEN
            CALL _raise('SHIFT_OPEN', v_till_id, v_shift_no, v_cashier_id, NULL);
        END IF;
        SELECT COALESCE(MAX(d.closing_no), 0) + 1, COALESCE(MAX(d.running_total), 0), MAX(d.last_entry_id), MAX(d.business_date)
        INTO v_closing_no, v_previous, v_after, v_last_day
        FROM daily_closings AS d
        WHERE d.branch_id = v_branch_id
            AND d.closing_no = (SELECT MAX(p.closing_no) FROM daily_closings AS p WHERE p.branch_id = v_branch_id);
        CALL _read_till_rows(NULL, v_branch_id, v_day, 0, NULL, v_rows);
        CALL _read_till_rows(NULL, v_branch_id, v_day, 1, NULL, v_loose);
        CALL _read_till_rows(NULL, v_branch_id, v_day, NULL, v_after, v_late);
        CALL _closed_shifts(v_branch_id, v_day, v_after, v_minor_units, v_shifts, v_series, v_cancelled);
        -- what came late would stand in the closing of a day that was mistyped
        IF v_day < v_last_day AND v_shifts = '[]' AND JSON_LENGTH(v_loose) = 1 AND JSON_UNQUOTE(JSON_EXTRACT(v_loose, '$[0][2]')) = '0' THEN
            CALL _raise('VALIDATION.nothing_left', 'date', v_last_day, v_day, NULL);
        END IF;
        SET v_net_sales = _till_net_sales(v_rows) + _till_net_sales(v_loose) + _till_net_sales(v_late);

        -- write
        SET v_response = CONCAT(
            '{"ok":true,"msg":"تم إقفال اليوم بنجاح.","closing_no":', v_closing_no, ',"branch_id":', v_branch_id, ',"business_date":"', v_day,
            '","net_sales":', _money(v_net_sales, v_minor_units), ',"previous_total":', _money(v_previous, v_minor_units),
            ',"running_total":', _money(v_previous + v_net_sales, v_minor_units), ',"report":{', _till_figures_json(v_rows, v_minor_units),
            ',"shifts":', v_shifts, ',"outside_shifts":{', _till_figures_json(v_loose, v_minor_units),
            '},"after_closings":',
            -- of nothing there is the count of sales alone
            IF(JSON_LENGTH(v_late) = 1, 'null', CONCAT('{', _till_figures_json(v_late, v_minor_units), '}')),
            ',"control":{"series":', v_series, ',"cancelled":', v_cancelled, '}}}');
        INSERT INTO daily_closings (
            company_id, branch_id, closing_no, business_date, net_sales, running_total, last_entry_id, report, created_by, created_at)
        VALUES (
            v_company_id, v_branch_id, v_closing_no, v_day, v_net_sales, v_previous + v_net_sales,
            COALESCE((SELECT MAX(e.id) FROM journal_entries AS e), 0), v_response, v_user_id, _as_timestamp(v_now));
        SET v_closing_id = LAST_INSERT_ID();
        CALL _audit_change('post', 'daily_closings', v_closing_id, NULL, NULL, v_user_id, v_request_id, v_now);
    END IF;

    -- answer
    SET v_response = (SELECT d.report FROM daily_closings AS d WHERE d.id = v_closing_id);
    CALL _close_request('sp_daily_closing', v_request_id, v_hash, 'daily_closings', v_closing_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Open a cashier's shift at a till: what the cashier posts from now on belongs to it, until it is closed. A till and a cashier have one open shift
-- each.
--
-- Parameters: p_request JSON object: created_by, the cashier; till_id, or till, its code; opening_cash, what lies in the drawer, in currency units;
--   optional branch_id (of the code, company 1's main branch), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_BRANCH, FORBIDDEN_BRANCH, UNKNOWN_TILL,
--   AMOUNT_PRECISION, SHIFT_OPEN, SHIFT_CLOSED (sp_daily_closing closed the day).
-- Locks: request_id's bucket; bucket 0, which openings and closings wait on; series SH.
-- Returns: one row, one column response: shift_id, shift_no, shift {id, company_id, branch_id, till_id, till, cashier_id, cashier (the username), shift_no, status, opened_on,
--   opened_at, opening_cash, closed_on (the day whose closing counts it), closed_at, closed_by}.
-- Example: CALL sp_open_shift('{"till": "T1", "opening_cash": "200.00", "created_by": 5}');
CREATE PROCEDURE sp_open_shift(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
opening: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_asked_branch_id BIGINT;
    DECLARE v_bucket, v_company_id, v_branch_id, v_till_id, v_shift_id INT;
    DECLARE v_branch_code, v_till_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_active TINYINT;
    DECLARE v_today DATE;
    DECLARE v_opening_cash DECIMAL(19,4);
    DECLARE v_shift_no VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_cashier_id, v_other_till_id INT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_open_shift', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE opening;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_open_shift', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_asked_branch_id = _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id'));

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    SET v_company_id = COALESCE((SELECT b.company_id FROM branches AS b WHERE b.id = v_asked_branch_id), 1);
    CALL _read_branch(NULL, v_company_id, v_asked_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _find_till(JSON_EXTRACT(p_request, '$.till_id'), JSON_EXTRACT(p_request, '$.till'), v_branch_id, v_till_id);
    SELECT t.company_id, t.branch_id, t.active, t.name, IF(t.own_numbers, CONCAT(b.code, '-', t.code, '-'), NULL)
    INTO v_company_id, v_branch_id, v_active, v_name, v_till_code
    FROM tills AS t INNER JOIN branches AS b ON b.id = t.branch_id WHERE t.id = v_till_id;
    CALL _read_branch(v_user_id, v_company_id, v_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);

    -- decide
    SET v_opening_cash = _read_money('opening_cash', JSON_EXTRACT(p_request, '$.opening_cash'), v_minor_units);
    IF v_opening_cash IS NULL THEN
        CALL _raise('VALIDATION.required', 'opening_cash', NULL, NULL, NULL);
    END IF;
    IF NOT v_active THEN
        CALL _raise('UNKNOWN_TILL.inactive', v_till_id, v_name, NULL, NULL);
    END IF;
    IF EXISTS (SELECT 1 FROM daily_closings AS d WHERE d.branch_id = v_branch_id AND d.business_date = v_today) THEN
        CALL _raise('SHIFT_CLOSED.day', v_today, v_branch_id, NULL, NULL);
    END IF;
    SELECT MAX(s.shift_no), MAX(s.cashier_id) INTO v_shift_no, v_cashier_id
    FROM shifts AS s FORCE INDEX (shifts_one_of_till) WHERE s.open_till_id = v_till_id;
    IF v_cashier_id IS NOT NULL THEN
        CALL _raise('SHIFT_OPEN', v_till_id, v_shift_no, v_cashier_id, NULL);
    END IF;
    SELECT MAX(s.shift_no), MAX(s.till_id) INTO v_shift_no, v_other_till_id
    FROM shifts AS s FORCE INDEX (shifts_one_of_cashier) WHERE s.open_cashier_id = v_user_id;
    IF v_other_till_id IS NOT NULL THEN
        CALL _raise('SHIFT_OPEN.of_cashier', v_user_id, v_shift_no, v_other_till_id, NULL);
    END IF;

    -- write
    CALL _next_numbers(v_branch_id, COALESCE(v_till_code, v_branch_code), 'SH', v_today, 1, v_shift_no);
    INSERT INTO shifts (company_id, branch_id, till_id, cashier_id, shift_no, opened_on, opened_at, opening_cash)
    VALUES (v_company_id, v_branch_id, v_till_id, v_user_id, v_shift_no, v_today, v_now, v_opening_cash);
    SET v_shift_id = LAST_INSERT_ID();
    CALL _audit_change('open', 'shifts', v_shift_id, NULL, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم فتح الوردية بنجاح.","shift_id":', s.id, ',"shift_no":"', CONVERT(s.shift_no USING utf8mb4),
            '","shift":', _shift_json(
                s.id, s.company_id, s.branch_id, s.till_id, t.code, s.cashier_id, u.username, s.shift_no, s.opened_on, s.opened_at,
                s.opening_cash, s.closed_on, s.closed_at, s.closed_by, v_minor_units), '}')
        FROM shifts AS s INNER JOIN tills AS t ON t.id = s.till_id INNER JOIN users AS u ON u.id = s.cashier_id WHERE s.id = v_shift_id);
    CALL _close_request('sp_open_shift', v_request_id, v_hash, 'shifts', v_shift_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

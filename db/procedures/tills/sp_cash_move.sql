-- Put money into the drawer of the caller's open shift, or take some out: to or from the safe, or for a petty expense. Never more than the drawer
-- should hold.
--
-- Parameters: p_request JSON object: created_by, the cashier; type (or direction) in|out; amount above 0 in currency units; reason; optional purpose
--   safe|expense (safe), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH, NO_OPEN_SHIFT, INVALID_PAYMENT,
--   AMOUNT_PRECISION, CASH_INSUFFICIENT, PERIOD_CLOSED.
-- Locks: request_id's bucket; the shift, by shifts_one_of_cashier, whose sales under way end first; its till and branch, shared; series JE.
-- Returns: one row, one column response: cash_move_id, shift_id, type, purpose, amount, expected_cash, what the drawer should hold now.
-- Example: CALL sp_cash_move('{"type": "out", "amount": "500.00", "reason": "توريد للخزينة", "created_by": 5}');
CREATE PROCEDURE sp_cash_move(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
move: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_type, v_purpose VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_company_id, v_branch_id, v_shift_id, v_move_id, v_entry_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_shift_no, v_entry_no VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_today DATE;
    DECLARE v_amount, v_change, v_expected DECIMAL(19,4);
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_cash_move', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE move;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_cash_move', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_type = COALESCE(
        _read_word('type', JSON_EXTRACT(p_request, '$.type'), NULL, 'in,out'),
        _read_word('direction', JSON_EXTRACT(p_request, '$.direction'), NULL, 'in,out'));
    SET v_purpose = _read_word('purpose', JSON_EXTRACT(p_request, '$.purpose'), 'safe', 'safe,expense');
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    IF v_type IS NULL OR v_reason IS NULL THEN
        CALL _raise('VALIDATION.required', IF(v_type IS NULL, 'type', 'reason'), NULL, NULL, NULL);
    END IF;

    -- lock
    SELECT s.company_id, s.branch_id, s.shift_no INTO v_company_id, v_branch_id, v_shift_no
    FROM shifts AS s FORCE INDEX (shifts_one_of_cashier) WHERE s.open_cashier_id = v_user_id FOR UPDATE;
    IF v_company_id IS NULL THEN
        CALL _raise('NO_OPEN_SHIFT', v_user_id, NULL, NULL, NULL);
    END IF;
    CALL _read_branch(v_user_id, v_company_id, v_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- decide
    SET v_amount = _read_amount('amount', JSON_EXTRACT(p_request, '$.amount'), v_minor_units);
    IF v_amount IS NULL THEN
        CALL _raise('INVALID_PAYMENT', 'amount', COALESCE(JSON_EXTRACT(p_request, '$.amount'), 'null'), NULL, NULL);
    END IF;
    SELECT s.opening_cash + (
        SELECT COALESCE(SUM(l.debit - l.credit), 0)
        FROM journal_entries AS e FORCE INDEX (journal_entries_of_shift)
        STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
        WHERE e.shift_id = v_shift_id AND l.role = 'cash')
    INTO v_expected FROM shifts AS s WHERE s.id = v_shift_id;
    IF v_type = 'out' AND v_amount > v_expected THEN
        CALL _raise('CASH_INSUFFICIENT', v_shift_no, _money(v_expected, v_minor_units), _money(v_amount, v_minor_units), NULL);
    END IF;
    SET v_change = IF(v_type = 'in', v_amount, -v_amount);

    -- write
    INSERT INTO cash_moves (company_id, branch_id, shift_id, business_date, direction, purpose, amount, reason, created_by, created_at)
    VALUES (v_company_id, v_branch_id, v_shift_id, v_today, v_type, v_purpose, v_amount, v_reason, v_user_id, _as_timestamp(v_now));
    SET v_move_id = LAST_INSERT_ID();
    CALL _next_numbers(v_branch_id, v_branch_code, 'JE', v_today, 1, v_entry_no);
    CALL _post_entry(
        v_entry_no, 'cash_move', 'cash_moves', v_move_id, CONCAT('[["cash","', v_change, '"],["', v_purpose, '","', -v_change, '"]]'), NULL, NULL,
        NULL, v_company_id, v_branch_id, v_today, _as_timestamp(v_now), v_user_id, v_shift_id, v_entry_id);
    CALL _audit_change('post', 'cash_moves', v_move_id, NULL, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل حركة النقدية بنجاح.","cash_move_id":', v_move_id, ',"shift_id":', v_shift_id, ',"type":"', v_type,
        '","purpose":"', v_purpose, '","amount":', _money(v_amount, v_minor_units),
        ',"expected_cash":', _money(v_expected + v_change, v_minor_units), '}');
    CALL _close_request('sp_cash_move', v_request_id, v_hash, 'cash_moves', v_move_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

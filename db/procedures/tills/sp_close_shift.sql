-- Close a shift with what was counted: each method is compared with what the journal says that the shift took, and the difference is booked. Nothing
-- is posted in it any more. It counts on the business day on which it was opened, also after midnight. Closing it again answers what the first closing
-- did.
--
-- Parameters: p_request JSON object: created_by; counted, an object {cash, bank_transfer, check, card} or a list [{method, amount}], in currency units:
--   cash is needed, the others count as expected where they are absent; optional shift_id (the caller's open shift, else the caller's last one),
--   request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH, UNKNOWN_SHIFT, NO_OPEN_SHIFT,
--   AMOUNT_PRECISION, INVALID_PAYMENT_METHOD, PERIOD_CLOSED.
-- Locks: request_id's bucket; bucket 0, which openings and closings wait on; the shift, by shifts_one_of_cashier, whose sales under way end first; series JE.
-- Returns: one row, one column response: shift_id, shift, report, as sp_get_shift gives them.
-- Example: CALL sp_close_shift('{"counted": {"cash": "1250.00", "card": "830.50"}, "created_by": 5}');
CREATE PROCEDURE sp_close_shift(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
closing: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_asked_id BIGINT;
    DECLARE v_bucket, v_shift_id, v_company_id, v_branch_id, v_till_id, v_cashier_id, v_open_id, v_entry_id INT;
    DECLARE v_branch_code, v_till_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_no VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_opened_on, v_today DATE;
    DECLARE v_opening, v_cash, v_bank_transfer, v_check, v_card DECIMAL(19,4);
    DECLARE v_rows, v_report, v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_close_shift', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE closing;
    END IF;
    CALL _read_user('sp_close_shift', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_asked_id = _read_id('shift_id', JSON_EXTRACT(p_request, '$.shift_id'));

    -- lock
    SELECT b.bucket INTO v_bucket FROM lock_buckets AS b WHERE b.bucket = 0 FOR UPDATE;
    IF v_asked_id IS NULL THEN
        SELECT MAX(s.id) INTO v_asked_id FROM shifts AS s FORCE INDEX (shifts_of_cashier) WHERE s.cashier_id = v_user_id;
        IF v_asked_id IS NULL THEN
            CALL _raise('NO_OPEN_SHIFT', v_user_id, NULL, NULL, NULL);
        END IF;
    END IF;
    -- what never changes of it, which needs no lock
    SELECT s.id, s.company_id, s.branch_id, s.till_id, s.cashier_id, s.opened_on, s.opening_cash
    INTO v_shift_id, v_company_id, v_branch_id, v_till_id, v_cashier_id, v_opened_on, v_opening
    FROM shifts AS s WHERE s.id = v_asked_id;
    IF v_shift_id IS NULL THEN
        CALL _raise('UNKNOWN_SHIFT', v_asked_id, NULL, NULL, NULL);
    END IF;
    -- by the index that its cashier's sales share it by: those have both its records, or neither
    SELECT s.id INTO v_open_id
    FROM shifts AS s FORCE INDEX (shifts_one_of_cashier) WHERE s.open_cashier_id = v_cashier_id AND s.id = v_shift_id FOR UPDATE;
    -- only now: what its sales under way posted is of this day or an earlier one
    SET v_now = _now();
    CALL _read_branch(v_user_id, v_company_id, v_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    SELECT IF(t.own_numbers, CONCAT(b.code, '-', t.code, '-'), NULL) INTO v_till_code
    FROM tills AS t INNER JOIN branches AS b ON b.id = t.branch_id WHERE t.id = v_till_id;

    IF v_open_id IS NULL THEN
        SET v_response = (SELECT s.report FROM shifts AS s WHERE s.id = v_shift_id);
    ELSE
        -- decide: all that was posted in it is committed now
        CALL _read_counted(JSON_EXTRACT(p_request, '$.counted'), v_minor_units, v_cash, v_bank_transfer, v_check, v_card);
        CALL _read_till_rows(v_shift_id, NULL, NULL, 0, NULL, v_rows);

        -- write
        CALL _document_state('shifts', v_shift_id, v_before);
        INSERT INTO shift_counts (shift_id, payment_method, expected, counted)
        SELECT v_shift_id, m.method, m.expected, COALESCE(m.counted, m.expected)
        FROM (
            SELECT 'cash' AS method, v_opening + _till_moved(v_rows, 'cash') AS expected, v_cash AS counted
            UNION ALL SELECT 'bank_transfer', _till_moved(v_rows, 'bank_transfer'), v_bank_transfer
            UNION ALL SELECT 'check', _till_moved(v_rows, 'check'), v_check
            UNION ALL SELECT 'card', _till_moved(v_rows, 'card'), v_card
        ) AS m;
        SELECT
            CONCAT(
                '["cash","', SUM(IF(c.payment_method = 'cash', c.counted - c.expected, 0)),
                '"],["bank_transfer","', SUM(IF(c.payment_method = 'bank_transfer', c.counted - c.expected, 0)),
                '"],["check","', SUM(IF(c.payment_method = 'check', c.counted - c.expected, 0)),
                '"],["card","', SUM(IF(c.payment_method = 'card', c.counted - c.expected, 0)),
                '"],["cash_differences","', -SUM(c.counted - c.expected), '"]')
        INTO v_lines
        FROM shift_counts AS c WHERE c.shift_id = v_shift_id;
        -- a night's shift is of the day that it began on, whose closing waits for it
        UPDATE shifts SET closed_on = v_opened_on, closed_at = v_now, closed_by = v_user_id WHERE id = v_shift_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
        IF EXISTS (SELECT 1 FROM shift_counts AS c WHERE c.shift_id = v_shift_id AND c.counted <> c.expected) THEN
            CALL _next_numbers(v_branch_id, COALESCE(v_till_code, v_branch_code), 'JE', v_today, 1, v_entry_no);
            CALL _post_entry(
                v_entry_no, 'cash_difference', 'shifts', v_shift_id, CONCAT('[', v_lines, ']'), NULL, NULL,
                NULL, v_company_id, v_branch_id, v_today, _as_timestamp(v_now), v_user_id, v_shift_id, v_entry_id);
        END IF;
        CALL _audit_change('close', 'shifts', v_shift_id, v_before, NULL, v_user_id, v_request_id, v_now);

        -- answer
        CALL _shift_report(v_shift_id, v_rows, v_minor_units, v_report);
        SET v_response = CONCAT('{"ok":true,"msg":"تم إغلاق الوردية بنجاح.",', v_report, '}');
        UPDATE shifts SET report = v_response WHERE id = v_shift_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
    CALL _close_request('sp_close_shift', v_request_id, v_hash, 'shifts', v_shift_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

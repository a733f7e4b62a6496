-- Reverse a voucher: an entry of today, of the voucher's branch and cost centre, that takes all of it back. Once.
--
-- Parameters: p_request JSON object: voucher_id, created_by; optional reason (at most 255 characters), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_VOUCHER, FORBIDDEN_BRANCH,
--   VOUCHER_REVERSED, PERIOD_CLOSED.
-- Locks: request_id's bucket; the voucher, by primary key; series JE.
-- Returns: one row, one column response: voucher_id, entry_id and entry_no of the reversal, date.
-- Example: CALL sp_reverse_voucher('{"voucher_id": 3, "reason": "مبلغ خاطئ", "created_by": 1}');
CREATE PROCEDURE sp_reverse_voucher(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
reversal: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today, v_reversed_on DATE;
    DECLARE v_user_id, v_company_id, v_branch_id, v_entry_id, v_reversal_id INT;
    DECLARE v_voucher_id BIGINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_reverse_voucher', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE reversal;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_reverse_voucher', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_voucher_id = _required_id('voucher_id', JSON_EXTRACT(p_request, '$.voucher_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);

    -- lock
    CALL _check_branch_of(v_user_id, 'journal_vouchers', v_voucher_id);
    SELECT MAX(v.company_id), MAX(v.branch_id), MAX(v.reversed_on) INTO v_company_id, v_branch_id, v_reversed_on
    FROM journal_vouchers AS v WHERE v.id = v_voucher_id FOR UPDATE;
    IF v_company_id IS NULL THEN
        CALL _raise('UNKNOWN_VOUCHER', v_voucher_id, NULL, NULL, NULL);
    END IF;
    CALL _read_branch(NULL, v_company_id, v_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);

    -- decide
    IF v_reversed_on IS NOT NULL THEN
        CALL _raise('VOUCHER_REVERSED', v_voucher_id, v_reversed_on, NULL, NULL);
    END IF;

    -- write
    CALL _document_state('journal_vouchers', v_voucher_id, v_before);
    UPDATE journal_vouchers SET reversed_on = v_today, reversed_by = v_user_id, reverse_reason = v_reason WHERE id = v_voucher_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    CALL _find_entry('voucher', 'journal_vouchers', v_voucher_id, v_entry_id);
    CALL _next_numbers(v_branch_id, v_branch_code, 'JE', v_today, 1, v_entry_no);
    CALL _post_entry(
        v_entry_no, 'voucher_reversal', 'journal_vouchers', v_voucher_id, NULL, v_entry_id, NULL,
        NULL, v_company_id, v_branch_id, v_today, v_at, v_user_id, NULL, v_reversal_id);
    CALL _audit_change('reverse', 'journal_vouchers', v_voucher_id, v_before, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم عكس القيد بنجاح.","voucher_id":', v_voucher_id, ',"entry_id":', v_reversal_id, ',"entry_no":"', v_entry_no,
        '","date":"', v_today, '"}');
    CALL _close_request('sp_reverse_voucher', v_request_id, v_hash, 'journal_vouchers', v_voucher_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Post a journal voucher: what the shop books by hand, such as rent, salaries, capital, money taken to the bank, what cash and bank held when the books
-- were opened. What documents keep (customers, their wallets, suppliers, stock) takes none: it has documents of its own.
--
-- Parameters: p_request JSON object: items [{account (its code) or account_id, debit or credit (above 0, currency units), memo (at most 255 characters)}],
--   debits and credits adding up to the same; description (at most 255 characters), created_by; optional date (today, not later), reference_no (the
--   paper's own number, at most 64 characters), company_id (1), branch_id, cost_center_id (the branch's), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   UNKNOWN_COST_CENTER, NO_ITEMS, TOO_MANY_ITEMS, UNKNOWN_ACCOUNT, AMOUNT_PRECISION, ENTRY_UNBALANCED, PERIOD_CLOSED.
-- Locks: request_id's bucket; series JE.
-- Returns: one row, one column response: voucher_id, entry_id, entry_no, date, total (its debits).
-- Example: CALL sp_post_voucher('{"description": "إيجار نوفمبر", "items": [{"account": "5410", "debit": "12000"}, {"account": "1110", "credit": "12000"}], "created_by": 1}');
CREATE PROCEDURE sp_post_voucher(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
voucher: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today, v_day DATE;
    DECLARE v_user_id, v_branch_id, v_cost_center_id, v_voucher_id, v_entry_id INT;
    DECLARE v_company_id BIGINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reference_no VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines JSON;
    DECLARE v_total DECIMAL(19,4);
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_post_voucher', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE voucher;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_post_voucher', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_day = _read_date('date', JSON_EXTRACT(p_request, '$.date'));
    SET v_description = _read_text('description', JSON_EXTRACT(p_request, '$.description'), 255);
    SET v_reference_no = _read_text('reference_no', JSON_EXTRACT(p_request, '$.reference_no'), 64);
    IF v_description IS NULL THEN
        CALL _raise('VALIDATION.required', 'description', NULL, NULL, NULL);
    END IF;

    -- decide
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_today IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);
    IF v_day > v_today THEN
        CALL _raise('VALIDATION.in_future', 'date', v_today, v_day, NULL);
    END IF;
    SET v_day = COALESCE(v_day, v_today);
    CALL _read_voucher_items(JSON_EXTRACT(p_request, '$.items'), v_minor_units, v_lines, v_total);

    -- write
    INSERT INTO journal_vouchers (company_id, branch_id, cost_center_id, entry_date, description, reference_no, created_by, created_at)
    VALUES (v_company_id, v_branch_id, v_cost_center_id, v_day, v_description, v_reference_no, v_user_id, v_at);
    SET v_voucher_id = LAST_INSERT_ID();
    INSERT INTO journal_voucher_items (voucher_id, line_no, account_id, debit, credit, memo)
    SELECT v_voucher_id, j.line_no, j.account_id, j.debit, j.credit, j.memo
    FROM JSON_TABLE(v_lines, '$[*]' COLUMNS (
        line_no FOR ORDINALITY,
        account_id INT PATH '$.account_id',
        debit DECIMAL(19,4) PATH '$.debit',
        credit DECIMAL(19,4) PATH '$.credit',
        memo VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$.memo'
    )) AS j;
    IF ROW_COUNT() <> JSON_LENGTH(v_lines) THEN
        CALL _raise_interrupted();
    END IF;
    CALL _post_voucher_entry(v_voucher_id, v_company_id, v_branch_id, v_branch_code, v_day, v_at, v_user_id, v_entry_id, v_entry_no);
    CALL _audit_change('post', 'journal_vouchers', v_voucher_id, NULL, v_description, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تسجيل القيد بنجاح.","voucher_id":', v_voucher_id, ',"entry_id":', v_entry_id, ',"entry_no":"', v_entry_no,
        '","date":"', v_day, '","total":', _money(v_total, v_minor_units), '}');
    CALL _close_request('sp_post_voucher', v_request_id, v_hash, 'journal_vouchers', v_voucher_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

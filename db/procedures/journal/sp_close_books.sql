-- Close a company's books up to a day: nothing is posted into it any more, and what undoes something of it is posted on the day it is undone.
--
-- Parameters: p_request JSON object: closed_to, a day before the company's business date; created_by; optional company_id (1), request_id, and
--   reopen true, with which closed_to may be earlier than it was, or absent: then the books are open.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED.
-- Locks: request_id's bucket; the company, by primary key, which every posting shares: those under way end first.
-- Returns: one row, one column response: company_id, closed_to.
-- Example: CALL sp_close_books('{"closed_to": "2026-10-31", "created_by": 1}');
CREATE PROCEDURE sp_close_books(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
closing: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_company_id BIGINT;
    DECLARE v_locked_id, v_branch_id INT;
    DECLARE v_closed_to, v_closed_before, v_today DATE;
    DECLARE v_minor_units, v_reopen TINYINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_close_books', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE closing;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_close_books', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_company_id = COALESCE(_read_id('company_id', JSON_EXTRACT(p_request, '$.company_id')), 1);
    SET v_closed_to = _read_date('closed_to', JSON_EXTRACT(p_request, '$.closed_to'));
    SET v_reopen = COALESCE(_read_flag('reopen', JSON_EXTRACT(p_request, '$.reopen')), 0);
    IF v_closed_to IS NULL AND NOT v_reopen THEN
        CALL _raise('VALIDATION.required', 'closed_to', NULL, NULL, NULL);
    END IF;

    -- lock
    SELECT c.id, c.books_closed_to INTO v_locked_id, v_closed_before FROM companies AS c WHERE c.id = v_company_id FOR UPDATE;

    -- decide
    CALL _read_branch(NULL, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_today IS NULL THEN
        CALL _raise('VALIDATION', 'company_id', v_company_id, NULL, NULL);
    END IF;
    IF v_closed_to >= v_today THEN
        CALL _raise('VALIDATION.not_over', 'closed_to', v_today, v_closed_to, NULL);
    END IF;
    IF v_closed_to < v_closed_before AND NOT v_reopen THEN
        CALL _raise('VALIDATION.reopens', v_closed_before, v_closed_to, NULL, NULL);
    END IF;

    -- write
    UPDATE companies SET books_closed_to = v_closed_to WHERE id = v_company_id;
    CALL _audit(
        'close_books', 'companies', v_company_id, CONCAT('{"books_closed_to":', COALESCE(CONCAT('"', v_closed_before, '"'), 'null'), '}'),
        CONCAT('{"books_closed_to":', COALESCE(CONCAT('"', v_closed_to, '"'), 'null'), '}'), NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم حفظ تاريخ إغلاق الدفاتر بنجاح.","company_id":', v_company_id,
        ',"closed_to":', COALESCE(CONCAT('"', v_closed_to, '"'), 'null'), '}');
    CALL _close_request('sp_close_books', v_request_id, v_hash, 'companies', v_company_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

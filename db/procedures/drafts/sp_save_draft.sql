-- Keep a sale for later as the till has it, complete or not, with what the server computes of it: a cart put aside, or saved while it grows.
-- Nothing leaves stock and nobody owes anything. What the till sends takes the place of what the draft had, but for its name, which stays
-- where it is not sent and goes where it is null.
--
-- Parameters: p_request JSON object: created_by; draft_id to change one; and what sp_save_invoice takes, as much of it as there is; optional
--   name (at most 150 characters), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, TOO_MANY_ITEMS, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH,
--   UNKNOWN_DRAFT (also of another company's), DRAFT_CONSUMED. What is wrong with the sale is no error: it stands in problems.
-- Locks: request_id's bucket; draft, by primary key.
-- Returns: one row, one column response: the answer of sp_quote_invoice (msg says that the draft is saved), with draft_id.
-- Example: CALL sp_save_draft('{"customer_id": 4, "items": [{"product_id": 8, "qty": 2, "row_id": "r1"}], "name": "أحمد", "created_by": 5}');
CREATE PROCEDURE sp_save_draft(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_request, v_response, v_quote LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_user_id, v_customer_id, v_branch_id, v_company_id, v_line_count, v_msg_place INT;
    DECLARE v_draft_id BIGINT;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_total VARCHAR(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_draft', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_save_draft', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_draft_id = _read_id('draft_id', JSON_EXTRACT(p_request, '$.draft_id'));
    SET v_name = _read_text('name', JSON_EXTRACT(p_request, '$.name'), 150);
    SET v_request = _without_member(_without_member(_without_member(p_request, 'request_id'), 'csrf_token'), 'draft_id');
    SET v_line_count = COALESCE(JSON_LENGTH(_list(JSON_EXTRACT(p_request, '$.items'))), 0);
    CALL _read_draft_place(p_request, v_customer_id, v_branch_id, v_company_id);

    -- lock
    CALL _check_branch(v_user_id, v_branch_id);
    IF v_draft_id IS NOT NULL THEN
        CALL _lock_draft(v_user_id, v_draft_id, v_company_id);
    END IF;

    -- decide
    CALL _quote_invoice(v_request, v_quote);
    -- as text: on MySQL JSON_EXTRACT would make 7.5 of 7.50
    SET v_total = NULLIF(SUBSTRING_INDEX(SUBSTRING(v_quote, LOCATE('"total_after":', v_quote) + 14, 24), ',', 1), 'null');

    -- write
    CALL _document_state('invoice_drafts', v_draft_id, v_before);
    IF v_draft_id IS NULL THEN
        INSERT INTO invoice_drafts (
            company_id, branch_id, customer_id, name, request, quote, line_count, total_after, created_by, updated_by, created_at, updated_at)
        VALUES (
            v_company_id, v_branch_id, v_customer_id, v_name, v_request, v_quote, v_line_count, v_total, v_user_id, v_user_id, v_at, v_at);
        SET v_draft_id = LAST_INSERT_ID();
    ELSE
        UPDATE invoice_drafts SET
            company_id = COALESCE(v_company_id, company_id), branch_id = v_branch_id, customer_id = v_customer_id,
            name = IF(JSON_EXTRACT(p_request, '$.name') IS NULL, name, v_name), request = v_request, quote = v_quote, line_count = v_line_count,
            total_after = v_total, revision = revision + 1, updated_by = v_user_id, updated_at = v_at
        WHERE id = v_draft_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
    CALL _audit_change('save', 'invoice_drafts', v_draft_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_msg_place = LOCATE('"msg":"', v_quote) + 7;
    SET v_response = CONCAT(
        '{"draft_id":', v_draft_id, ',',
        SUBSTRING(INSERT(v_quote, v_msg_place, LOCATE('"', v_quote, v_msg_place) - v_msg_place, 'تم حفظ المسودة بنجاح.'), 2));
    CALL _close_request('sp_save_draft', v_request_id, v_hash, 'invoice_drafts', v_draft_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

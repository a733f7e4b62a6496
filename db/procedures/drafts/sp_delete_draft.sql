-- Delete a draft that nothing was sold from. Who deleted it, and what it was, stands in audit_log.
--
-- Parameters: p_request JSON object: draft_id, created_by; optional reason, request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH, UNKNOWN_DRAFT, DRAFT_CONSUMED.
-- Locks: request_id's bucket; draft, by primary key.
-- Returns: one row, one column response: draft_id.
-- Example: CALL sp_delete_draft('{"draft_id": 7, "created_by": 5}');
CREATE PROCEDURE sp_delete_draft(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
discard: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_audited_id INT;
    DECLARE v_draft_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_delete_draft', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE discard;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_delete_draft', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_draft_id = _required_id('draft_id', JSON_EXTRACT(p_request, '$.draft_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);

    -- lock
    CALL _lock_draft(v_user_id, v_draft_id, NULL);

    -- write
    SELECT CONCAT(
        '{"name":', _json_text(d.name), ',"customer_id":', COALESCE(d.customer_id, 'null'), ',"created_by":', d.created_by, ',"request":', d.request, '}')
    INTO v_before
    FROM invoice_drafts AS d WHERE d.id = v_draft_id;
    DELETE FROM invoice_drafts WHERE id = v_draft_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    CALL _audit('delete', 'invoice_drafts', v_draft_id, v_before, NULL, v_reason, v_user_id, v_request_id, v_now);
    SELECT LAST_INSERT_ID() INTO v_audited_id;

    -- answer
    SET v_response = CONCAT('{"ok":true,"msg":"تم حذف المسودة بنجاح.","draft_id":', v_draft_id, '}');
    CALL _close_request('sp_delete_draft', v_request_id, v_hash, 'audit_log', v_audited_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Note on a draft, which the caller has locked, the sale that it became: it cannot be sold, changed or deleted any more.
-- Parameters: p_request_id and p_now as in _audit.
CREATE PROCEDURE _consume_draft(
    IN p_draft_id INT,
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    CALL _document_state('invoice_drafts', p_draft_id, v_before);
    UPDATE invoice_drafts SET invoice_id = p_invoice_id, updated_by = p_user_id, updated_at = _as_timestamp(p_now) WHERE id = p_draft_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    CALL _audit_change('sell', 'invoice_drafts', p_draft_id, v_before, NULL, p_user_id, p_request_id, p_now);
END

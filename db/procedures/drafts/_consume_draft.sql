-- Note on a draft, which the caller has locked, the sale that it became: it cannot be sold, changed or deleted any more.
-- Parameters: p_at for TIMESTAMP columns.
CREATE PROCEDURE _consume_draft(IN p_draft_id INT, IN p_invoice_id INT, IN p_user_id INT, IN p_at DATETIME)
MODIFIES SQL DATA
BEGIN
    UPDATE invoice_drafts SET invoice_id = p_invoice_id, updated_by = p_user_id, updated_at = p_at WHERE id = p_draft_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
END

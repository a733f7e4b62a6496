-- One draft: the request as the till sent it, and the quote of then. What the sale comes to by now, sp_quote_invoice tells of the request.
--
-- Parameters: p_draft_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_DRAFT. Locks: none; opens no transaction.
-- Returns: one row, one column response: draft_id, name, company_id, branch_id, customer_id, created_by, updated_by, created_at, updated_at,
--   invoice_id (the sale that it became, or null), revision (goes up with each save), request, quote.
-- Example: CALL sp_get_draft(7);
CREATE PROCEDURE sp_get_draft(IN p_draft_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_draft_id BIGINT DEFAULT _required_id('draft_id', JSON_QUOTE(p_draft_id));
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SELECT CONCAT(
        '{"ok":true,"draft_id":', d.id, ',"name":', _json_text(d.name), ',"company_id":', COALESCE(d.company_id, 'null'),
        ',"branch_id":', COALESCE(d.branch_id, 'null'), ',"customer_id":', COALESCE(d.customer_id, 'null'),
        ',"created_by":', d.created_by, ',"updated_by":', d.updated_by, ',"created_at":"', _from_timestamp(d.created_at),
        '","updated_at":"', _from_timestamp(d.updated_at), '","invoice_id":', COALESCE(d.invoice_id, 'null'), ',"revision":', d.revision,
        ',"request":', d.request, ',"quote":', d.quote, '}')
    INTO v_response
    FROM invoice_drafts AS d WHERE d.id = v_draft_id;
    IF v_response IS NULL THEN
        CALL _raise('UNKNOWN_DRAFT', v_draft_id, NULL, NULL, NULL);
    END IF;
    SELECT v_response AS response;
END

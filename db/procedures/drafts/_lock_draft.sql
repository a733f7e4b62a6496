-- Lock a draft that nothing was sold from yet, of a branch in which the user may write: it may change its branch, so the lock comes first. No other lock but the request_id's bucket is taken before this one.
-- Parameters: p_company_id whose draft it must be, where both are known.
-- Errors: FORBIDDEN_BRANCH, UNKNOWN_DRAFT, DRAFT_CONSUMED. Locks: invoice_drafts, by primary key.
CREATE PROCEDURE _lock_draft(IN p_user_id INT, IN p_draft_id BIGINT, IN p_company_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_draft_id, v_company_id, v_branch_id, v_invoice_id INT;

    SELECT d.id, d.company_id, d.branch_id, d.invoice_id INTO v_draft_id, v_company_id, v_branch_id, v_invoice_id
    FROM invoice_drafts AS d WHERE d.id = p_draft_id FOR UPDATE;
    CALL _check_branch(p_user_id, v_branch_id);
    IF v_draft_id IS NULL OR v_company_id <> p_company_id THEN
        CALL _raise('UNKNOWN_DRAFT', p_draft_id, NULL, NULL, NULL);
    END IF;
    IF v_invoice_id IS NOT NULL THEN
        CALL _raise('DRAFT_CONSUMED', p_draft_id, v_invoice_id, NULL, NULL);
    END IF;
END

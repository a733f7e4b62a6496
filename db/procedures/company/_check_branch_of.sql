-- May a user change a document? Only where the user may write in its branch, too, not only in that of the documents that change it. Asked before
-- anything else is said of the document. These documents never change their branch, so this needs no lock (drafts do: _lock_draft).
-- Parameters: p_table one of those below; p_id as the request has it: a document that is not there is for the caller to refuse.
-- Errors: FORBIDDEN_BRANCH.
CREATE PROCEDURE _check_branch_of(IN p_user_id INT, IN p_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin, IN p_id BIGINT)
READS SQL DATA
BEGIN
    DECLARE v_branch_id INT;
    CASE p_table
        WHEN 'invoices_out' THEN
            SELECT MAX(i.branch_id) INTO v_branch_id FROM invoices_out AS i WHERE i.id = p_id;
        WHEN 'orders' THEN
            SELECT MAX(o.branch_id) INTO v_branch_id FROM orders AS o WHERE o.id = p_id;
        WHEN 'invoice_payments' THEN
            SELECT MAX(p.branch_id) INTO v_branch_id FROM invoice_payments AS p WHERE p.id = p_id;
        WHEN 'pending_payments' THEN
            SELECT MAX(p.branch_id) INTO v_branch_id FROM pending_payments AS p WHERE p.id = p_id;
        WHEN 'customer_debit_notes' THEN
            SELECT MAX(n.branch_id) INTO v_branch_id FROM customer_debit_notes AS n WHERE n.id = p_id;
        WHEN 'purchases' THEN
            SELECT MAX(p.branch_id) INTO v_branch_id FROM purchases AS p WHERE p.id = p_id;
        WHEN 'supplier_payments' THEN
            SELECT MAX(p.branch_id) INTO v_branch_id FROM supplier_payments AS p WHERE p.id = p_id;
        WHEN 'journal_vouchers' THEN
            SELECT MAX(v.branch_id) INTO v_branch_id FROM journal_vouchers AS v WHERE v.id = p_id;
    END CASE;
    CALL _check_branch(p_user_id, v_branch_id);
END

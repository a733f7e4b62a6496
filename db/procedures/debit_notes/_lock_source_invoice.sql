-- Lock the invoice that a debit note is raised for: one of the customer's, neither canceled nor reverted.
-- Parameters: p_invoice_id as the request has it; p_customer_id, locked. Errors: UNKNOWN_INVOICE, VALIDATION, INVOICE_CLOSED.
-- Locks: invoices_out, by primary key.
CREATE PROCEDURE _lock_source_invoice(IN p_invoice_id BIGINT, IN p_customer_id INT)
MODIFIES SQL DATA
BEGIN
    DECLARE v_owner_id INT;
    DECLARE v_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT i.customer_id, i.delivered INTO v_owner_id, v_delivered FROM invoices_out AS i WHERE i.id = p_invoice_id FOR UPDATE;
    IF v_owner_id IS NULL THEN
        CALL _raise('UNKNOWN_INVOICE', p_invoice_id, NULL, NULL, NULL);
    END IF;
    IF v_owner_id <> p_customer_id THEN
        CALL _raise('VALIDATION.note_invoice', p_invoice_id, v_owner_id, p_customer_id, NULL);
    END IF;
    IF v_delivered IN ('canceled', 'reverted') THEN
        CALL _raise('INVOICE_CLOSED', p_invoice_id, v_delivered, NULL, NULL);
    END IF;
END

-- Lock one invoice that a payment names and say what is open on it.
-- Parameters: p_user_id who pays it; p_customer_id, locked, whose it must be; p_currency of it, NULL for the company's, which it must be in, with p_sentence of
-- OTHER_CURRENCY that says so, NULL where the caller has looked.
-- Returns: p_open in its currency. Errors: UNKNOWN_INVOICE, VALIDATION, FORBIDDEN_BRANCH, INVOICE_CLOSED, NOTHING_TO_PAY, OTHER_CURRENCY.
-- Locks: invoices_out, by primary key.
CREATE PROCEDURE _lock_payable_invoice(
    IN p_user_id INT,
    IN p_invoice_id BIGINT,
    IN p_customer_id INT,
    IN p_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_sentence VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin,
    OUT p_open DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_customer_id INT;
    DECLARE v_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _check_branch_of(p_user_id, 'invoices_out', p_invoice_id);
    SELECT i.customer_id, i.delivered, i.remaining_amount INTO v_customer_id, v_delivered, p_open
    FROM invoices_out AS i WHERE i.id = p_invoice_id FOR UPDATE;
    IF v_customer_id IS NULL THEN
        CALL _raise('UNKNOWN_INVOICE', p_invoice_id, NULL, NULL, NULL);
    END IF;
    IF v_customer_id <> p_customer_id THEN
        CALL _raise('VALIDATION.invoice_of_another', p_invoice_id, NULL, NULL, NULL);
    END IF;
    IF v_delivered IN ('canceled', 'reverted') THEN
        CALL _raise('INVOICE_CLOSED', p_invoice_id, v_delivered, NULL, NULL);
    END IF;
    IF v_delivered = 'yes' OR p_open <= 0 THEN
        CALL _raise('NOTHING_TO_PAY', p_invoice_id, NULL, NULL, NULL);
    END IF;
    IF p_sentence IS NOT NULL THEN
        CALL _refuse_invoice_in_currency(p_invoice_id, p_sentence);
    ELSEIF p_currency IS NOT NULL THEN
        SELECT x.remaining_amount INTO p_open FROM invoice_currencies AS x FORCE INDEX (PRIMARY) WHERE x.invoice_id = p_invoice_id;
    END IF;
END

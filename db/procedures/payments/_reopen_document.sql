-- Say that an invoice or a debit note owes an amount again whose payment is undone. The caller has locked it. On the invoice it is written here; on the
-- note the row's application has done it.
-- Parameters: one of p_invoice_id and p_debit_note_id, the other NULL; p_amount, of an invoice in the company's currency, of a note in its own; p_undoing_id the payment row that undoes it; p_reason,
-- p_request_id and p_now as in _audit; p_paid and p_open of the document before, and after, p_open of an invoice in another currency then in that.
CREATE PROCEDURE _reopen_document(
    IN p_invoice_id INT,
    IN p_debit_note_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_undoing_id INT,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_paid DECIMAL(19,4),
    INOUT p_open DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    SET p_paid = p_paid - p_amount;
    SET p_open = p_open + p_amount;
    IF p_invoice_id IS NOT NULL THEN
        UPDATE invoices_out SET
            paid_amount = p_paid, remaining_amount = p_open, delivered = IF(p_paid > 0, 'partial', 'no'), updated_by = p_user_id
        WHERE id = p_invoice_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
    CALL _audit_payment('reopen', p_invoice_id, p_debit_note_id, -p_amount, p_paid, p_open, p_undoing_id, p_reason, p_user_id, p_request_id, p_now);
    IF p_invoice_id IS NOT NULL THEN
        SELECT COALESCE(MAX(x.remaining_amount), p_open) INTO p_open FROM invoice_currencies AS x FORCE INDEX (PRIMARY) WHERE x.invoice_id = p_invoice_id;
    END IF;
END

-- Write down that an invoice or a debit note was paid, or owes again what was paid.
-- Parameters: one of p_invoice_id and p_debit_note_id, the other NULL; p_amount in currency units, below zero where a payment is undone; p_paid and p_open
-- of the document after it; p_payment_id the row that did it; the rest as in _audit. Locks: those of _audit.
CREATE PROCEDURE _audit_payment(
    IN p_action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_invoice_id INT,
    IN p_debit_note_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_paid DECIMAL(19,4),
    IN p_open DECIMAL(19,4),
    IN p_payment_id INT,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    IF p_invoice_id IS NOT NULL THEN
        CALL _audit(
            p_action, 'invoices_out', p_invoice_id, CONCAT('{"paid_amount":', p_paid - p_amount, ',"remaining_amount":', p_open + p_amount, '}'),
            CONCAT('{"paid_amount":', p_paid, ',"remaining_amount":', p_open, ',"payment_id":', p_payment_id, '}'), p_reason, p_user_id, p_request_id, p_now);
    ELSE
        CALL _audit(
            p_action, 'customer_debit_notes', p_debit_note_id, CONCAT('{"applied_amount":', p_paid - p_amount, '}'),
            CONCAT('{"applied_amount":', p_paid, ',"payment_id":', p_payment_id, '}'), p_reason, p_user_id, p_request_id, p_now);
    END IF;
END

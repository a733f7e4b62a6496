-- The journal entry of a payment, or of money that an invoice gives back; that of a void reverses the entry of the payment that it voids.
-- Parameters: p_amount in currency units, below 0 where money goes back; p_voids_id the payment that it undoes, else NULL; the rest as in _post_entry.
-- Returns: p_entry_id. Errors: PERIOD_CLOSED.
CREATE PROCEDURE _post_payment_entry(
    IN p_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_payment_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_voids_id INT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_voided_entry_id INT;
    IF p_voids_id IS NOT NULL THEN
        CALL _find_entry('payment', 'invoice_payments', p_voids_id, v_voided_entry_id);
    END IF;
    CALL _post_entry(
        p_entry_no, IF(p_amount > 0, 'payment', IF(p_voids_id IS NULL, 'refund', 'payment_reversal')), 'invoice_payments', p_payment_id,
        CONCAT('[["', p_method, '","', p_amount, '"],["receivables","', -p_amount, '"]]'), v_voided_entry_id, NULL,
        p_customer_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_entry_id);
END

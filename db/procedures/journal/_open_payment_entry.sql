-- The journal entry of a payment, or of money that an invoice gives back; that of a void reverses the entry of the payment that it voids. The caller
-- posts it (_post_entries). Where money of another currency is worth more or less than what it takes off the receivables, the difference is realised:
-- a gain is a credit of exchange differences, a loss a debit.
-- Parameters: p_amount the money, below 0 where it goes back, and p_settled what the customer owes less by it, in currency units; p_voids_id the payment that it undoes, else NULL; the rest as in _open_entry;
-- p_entries of the call before, and with this one.
-- Returns: p_entry_id.
CREATE PROCEDURE _open_payment_entry(
    IN p_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_payment_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_settled DECIMAL(19,4),
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_voids_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_voided_entry_id INT;
    DECLARE v_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT CONCAT(
        '[["', p_method, '","', p_amount, '"],["receivables","', -p_settled, '"]',
        IF(p_settled = p_amount, '', CONCAT(',["exchange_differences","', p_settled - p_amount, '"]')), ']');
    IF p_voids_id IS NOT NULL THEN
        CALL _find_entry('payment', 'invoice_payments', p_voids_id, v_voided_entry_id);
    END IF;
    CALL _open_entry(
        p_entry_no, IF(p_amount > 0, 'payment', IF(p_voids_id IS NULL, 'refund', 'payment_reversal')), 'invoice_payments', p_payment_id,
        v_voided_entry_id, NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, p_entry_id);
    IF v_voided_entry_id IS NOT NULL THEN
        CALL _reverse_lines(p_entry_id, v_voided_entry_id);
        SET v_lines = '[]';
    END IF;
    SET p_entries = CONCAT(p_entries, ',[', p_entry_id, ',', v_lines, ']');
END

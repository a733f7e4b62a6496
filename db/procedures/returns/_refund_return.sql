-- Give back what was paid for goods that came back: what pays their exchange goes into the wallet, or out of the drawer where the customer has no
-- account, the rest where it was asked to go.
-- Parameters: p_refund reduce|wallet|cash|original, reduce and wallet alike; p_amount paid and p_from_return, the part of it that pays the
-- exchange, in currency units; the rest as in _refund_paid.
-- Returns: p_refunds the member "refunds" of the answer. Locks: number_series JE and PAY, by primary key.
CREATE PROCEDURE _refund_return(
    IN p_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_amount DECIMAL(19,4),
    IN p_from_return DECIMAL(19,4),
    IN p_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_work_order_id INT,
    IN p_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_to_wallet DECIMAL(19,4) DEFAULT IF(p_refund IN ('reduce', 'wallet'), p_amount, p_from_return);
    DECLARE v_rest LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SET p_refunds = '';
    IF v_to_wallet > 0 THEN
        CALL _refund_paid(
            IF(p_seq IS NULL, 'cash', 'wallet'), v_to_wallet, p_notes, p_invoice_id, p_invoice_no, p_work_order_id, p_minor_units,
            p_customer_id, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, p_refunds);
    END IF;
    IF p_amount > v_to_wallet THEN
        CALL _refund_paid(
            p_refund, p_amount - v_to_wallet, p_notes, p_invoice_id, p_invoice_no, p_work_order_id, p_minor_units,
            p_customer_id, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, v_rest);
        -- two lists become one
        SET p_refunds = REPLACE(CONCAT(p_refunds, v_rest), '][', ',');
    END IF;
END

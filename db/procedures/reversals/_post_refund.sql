-- Post money that leaves an invoice again: a payment row of the negative amount with a number of its own, and the ledger row. The caller holds
-- customer and invoice locked and writes the invoice's paid and open amounts.
-- Parameters: p_type of the ledger row: deposit where it goes into the wallet, adjustment elsewhere and wherever a payment is voided;
-- p_voids_id the payment that it undoes, else NULL; p_amount above 0 in currency units; p_method that it leaves by, wallet: into the wallet;
-- the rest as in _post_payment.
-- Returns: p_payment_id. Locks: number_series PAY, by primary key.
CREATE PROCEDURE _post_refund(
    IN p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_voids_id INT,
    IN p_amount DECIMAL(19,4),
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_work_order_id INT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_payment_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_wallet_change DECIMAL(19,4) DEFAULT IF(p_method = 'wallet', p_amount, 0);
    DECLARE v_wallet_transaction_id, v_customer_transaction_id INT;
    DECLARE v_payment_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _next_number(p_branch_id, p_branch_code, 'PAY', p_day, v_payment_no);
    INSERT INTO invoice_payments (
        invoice_id, company_id, branch_id, payment_no, business_date, payment_amount, tendered, change_given, payment_date,
        payment_method, notes, created_by, created_at, wallet_before, wallet_after, work_order_id, voids_id)
    VALUES (
        p_invoice_id, p_company_id, p_branch_id, v_payment_no, p_day, -p_amount, -p_amount, 0, p_at,
        p_method, p_notes, p_user_id, p_at, p_wallet, p_wallet + v_wallet_change, p_work_order_id, p_voids_id);
    SET p_payment_id = LAST_INSERT_ID();

    CALL _post_customer_transaction(
        p_customer_id, p_type, p_amount, v_wallet_change, IF(p_method = 'wallet', 'refund', NULL), NULL,
        CONCAT(p_description, ' ', v_payment_no), p_invoice_id, p_payment_id, p_work_order_id, p_day, p_at, p_user_id,
        p_balance, p_wallet, p_seq, v_wallet_transaction_id, v_customer_transaction_id);
END

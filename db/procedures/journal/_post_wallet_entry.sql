-- The journal entry of money that went into a wallet, or out of it, but for a payment.
-- Parameters: p_method how it came or went, cash|bank_transfer|check|card; p_amount in currency units, below 0 out of the wallet;
-- p_wallet_transaction_id its row; the rest as in _open_entry. Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_wallet_entry(
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_amount DECIMAL(19,4),
    IN p_wallet_transaction_id INT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_id INT;
    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
    CALL _open_entry(
        v_entry_no, 'wallet', 'wallet_transactions', p_wallet_transaction_id, NULL, NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, v_entry_id);
    CALL _post_entries(CONCAT('[[', v_entry_id, ',[["', p_method, '","', p_amount, '"],["wallet","', -p_amount, '"]]]]'), p_customer_id);
END

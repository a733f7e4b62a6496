-- The journal entry of money that went to a supplier, or came back: off what is owed, or off the goods received without a bill.
-- Parameters: p_entry_no the next number of JE; p_payment_id; p_kind payment|refund|void; p_amount below 0 where money comes back; p_method how;
-- p_undone_entry_id the entry to reverse instead, or NULL; p_supplier_id or NULL; the rest as in _post_entry. Returns: p_entry_id. Errors: PERIOD_CLOSED.
CREATE PROCEDURE _post_supplier_payment_entry(
    IN p_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_payment_id INT,
    IN p_kind VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_amount DECIMAL(19,4),
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_undone_entry_id INT,
    IN p_supplier_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    CALL _post_entry(
        p_entry_no, CASE p_kind WHEN 'payment' THEN 'supplier_payment' WHEN 'refund' THEN 'refund' ELSE 'payment_reversal' END,
        'supplier_payments', p_payment_id,
        CONCAT('[["', IF(p_supplier_id IS NULL, 'goods_received', 'payables'), '","', p_amount, '"],["', p_method, '","', -p_amount, '"]]'),
        p_undone_entry_id, NULL, p_supplier_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, p_entry_id);
END

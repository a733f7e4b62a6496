-- Post money that went to a supplier, or came back: the payment row with its number, the ledger row, the journal entry. Money for a purchase
-- without supplier is taken off the goods received without a bill; it has no ledger.
-- Parameters: p_supplier_id, locked, or NULL; p_purchase_id that it is made with, or NULL; p_kind payment|refund|void; p_amount below 0 where
-- money comes back; p_undoes_id the payment that it undoes, and the type of that one's journal entry where its entry is to be reversed, else NULL; branch and code of
-- _read_branch; p_day business date; p_at for TIMESTAMP columns; the supplier's balance and seq before, and after.
-- Returns: p_payment_id. Errors: PERIOD_CLOSED. Locks: number_series JE and PAY, by primary key.
CREATE PROCEDURE _post_supplier_payment(
    IN p_supplier_id INT,
    IN p_purchase_id INT,
    IN p_kind VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_amount DECIMAL(19,4),
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_undoes_id INT,
    IN p_undone_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_payment_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_id, v_undone_entry_id INT;
    DECLARE v_payment_no, v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
    CALL _next_numbers(p_branch_id, p_branch_code, 'PAY', p_day, 1, v_payment_no);
    INSERT INTO supplier_payments (
        company_id, branch_id, supplier_id, purchase_id, payment_no, business_date, kind, amount, payment_method, notes, undoes_id,
        created_by, created_at)
    VALUES (
        p_company_id, p_branch_id, p_supplier_id, p_purchase_id, v_payment_no, p_day, p_kind, p_amount, p_method, p_notes, p_undoes_id,
        p_user_id, p_at);
    SET p_payment_id = LAST_INSERT_ID();

    IF p_supplier_id IS NOT NULL THEN
        CALL _post_supplier_transaction(
            p_supplier_id, p_kind, -p_amount,
            CASE p_kind
                WHEN 'payment' THEN CONCAT('دفعة للمورد ', v_payment_no)
                WHEN 'refund' THEN CONCAT('استرداد من المورد ', v_payment_no)
                ELSE CONCAT('إلغاء الدفعة رقم ', p_undoes_id, ': ', v_payment_no)
            END,
            NULL, p_payment_id, p_day, p_at, p_user_id, p_balance, p_seq);
    END IF;

    IF p_undone_type IS NOT NULL THEN
        CALL _find_entry(p_undone_type, 'supplier_payments', p_undoes_id, v_undone_entry_id);
    END IF;
    CALL _post_supplier_payment_entry(
        v_entry_no, p_payment_id, p_kind, p_amount, p_method, v_undone_entry_id, p_supplier_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id,
        v_entry_id);
END

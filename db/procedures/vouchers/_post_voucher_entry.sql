-- The journal entry of a voucher, item for item.
-- Parameters: p_voucher_id; p_day of the voucher; the rest as in _post_entry.
-- Returns: p_entry_id, p_entry_no. Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_voucher_entry(
    IN p_voucher_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    OUT p_entry_id INT,
    OUT p_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, p_entry_no);
    CALL _open_entry(
        p_entry_no, 'voucher', 'journal_vouchers', p_voucher_id, NULL, NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, NULL, p_entry_id);
    INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, debit, credit)
    SELECT p_entry_id, i.line_no, i.account_id, 'voucher', i.debit, i.credit
    FROM journal_voucher_items AS i FORCE INDEX (PRIMARY) WHERE i.voucher_id = p_voucher_id ORDER BY i.line_no;
    CALL _post_entries(CONCAT('[[', p_entry_id, ',[]]]'), NULL);
END

-- The entry of a voucher that has none, where its number is missing on its day: no goods and no balance would tell that one which only lost its link
-- was posted twice. One that was reversed is left: which of its two entries belongs to which day, nothing says.
-- Parameters: p_voucher_id its id, locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_voucher(
    IN p_voucher_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_company_id, v_branch_id, v_entry_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_voucher_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT v.company_id, v.branch_id, v.entry_date INTO v_company_id, v_branch_id, v_voucher_day
    FROM journal_vouchers AS v WHERE v.id = p_voucher_id AND v.reversed_on IS NULL;
    CALL _find_entry('voucher', 'journal_vouchers', p_voucher_id, v_entry_id);
    IF v_company_id IS NOT NULL AND v_entry_id IS NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _open_number_gap(v_company_id, v_branch_id, NULL, v_branch_code, v_voucher_day, v_today, v_day, v_last_no);
        IF v_last_no IS NOT NULL THEN
            CALL _post_voucher_entry(p_voucher_id, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id, v_entry_id, v_entry_no);
            CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
            CALL _note_new_entry('voucher_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
        END IF;
    END IF;
END

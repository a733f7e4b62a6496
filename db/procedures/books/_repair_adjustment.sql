-- The entry of a stock adjustment that has none, with its movements.
-- Parameters: p_adjusted_id its id, its products locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_adjustment(
    IN p_adjusted_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_company_id, v_branch_id, v_entry_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_counted_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT a.company_id, a.branch_id, a.business_date INTO v_company_id, v_branch_id, v_counted_day FROM stock_adjustments AS a WHERE a.id = p_adjusted_id;
    CALL _find_entry('stock_adjustment', 'stock_adjustments', p_adjusted_id, v_entry_id);
    IF v_company_id IS NOT NULL AND v_entry_id IS NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _open_number_gap(v_company_id, v_branch_id, NULL, v_branch_code, v_counted_day, v_today, v_day, v_last_no);
        CALL _post_adjustment_entry(p_adjusted_id, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id, v_entry_id);
        CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
        CALL _note_new_entry('adjustment_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

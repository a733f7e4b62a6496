-- What is applied to a debit note, from its applications, and its entry where it has none. The entry of a cancelled one is left: which of its two
-- belongs to which day, nothing says.
-- Parameters: p_debit_note_id, its customer locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_debit_note(
    IN p_debit_note_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_customer_id, v_company_id, v_branch_id, v_entry_id INT;
    DECLARE v_total, v_applied, v_old_applied, v_settled, v_old_settled DECIMAL(19,4);
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_adopted TINYINT;
    DECLARE v_raised_day, v_today, v_day DATE;
    DECLARE v_raised_at DATETIME;
    DECLARE v_last_no INT UNSIGNED;

    SELECT n.customer_id, n.company_id, n.branch_id, n.total, n.applied_amount, n.applied_base, n.created_at, n.adopted
    INTO v_customer_id, v_company_id, v_branch_id, v_total, v_old_applied, v_old_settled, v_raised_at, v_adopted
    FROM customer_debit_notes AS n WHERE n.id = p_debit_note_id AND n.cancelled_on IS NULL AND n.posted = 1;
    IF v_customer_id IS NOT NULL THEN
        SELECT COALESCE(SUM(a.amount), 0), COALESCE(SUM(a.settled_base), 0) INTO v_applied, v_settled
        FROM customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_of_note) WHERE a.debit_note_id = p_debit_note_id;
        IF v_applied BETWEEN 0 AND v_total THEN
            UPDATE customer_debit_notes SET applied_amount = v_applied, applied_base = v_settled WHERE id = p_debit_note_id;
            CALL _note_repair(
                'debit_note_applied_is_its_applications', 'customer_debit_notes', p_debit_note_id, 'applied_amount', v_old_applied, v_applied,
                p_user_id, p_request_id, p_now, p_changes);
            CALL _note_repair(
                'debit_note_applied_is_its_applications', 'customer_debit_notes', p_debit_note_id, 'applied_base', v_old_settled, v_settled,
                p_user_id, p_request_id, p_now, p_changes);
        END IF;

        CALL _find_entry('customer_debit', 'customer_debit_notes', p_debit_note_id, v_entry_id);
        IF v_entry_id IS NULL AND NOT v_adopted THEN
            SET v_raised_day = _company_day(v_company_id, CONVERT_TZ(v_raised_at, @@session.time_zone, '+00:00'));
            CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
            CALL _open_number_gap(v_company_id, v_branch_id, NULL, v_branch_code, v_raised_day, v_today, v_day, v_last_no);
            CALL _next_numbers(v_branch_id, v_branch_code, 'JE', v_day, 1, v_entry_no);
            CALL _post_debit_note_entry(
                v_entry_no, p_debit_note_id, v_customer_id, v_company_id, v_branch_id, v_day, _as_timestamp(p_now), p_user_id, v_entry_id);
            CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
            CALL _note_new_entry('debit_note_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
        END IF;
    END IF;
END

-- The entry of a payment to a supplier, or of one that came back with its bill or later, that has none. One that undoes another is left to the hand:
-- its entry may have been a reversal.
-- Parameters: p_payment_id, its supplier locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_supplier_payment(
    IN p_payment_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_supplier_id, v_company_id, v_branch_id, v_entry_id, v_entries INT;
    DECLARE v_amount DECIMAL(19,4);
    DECLARE v_kind, v_method, v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_no, v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_paid_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT COUNT(*) INTO v_entries
    FROM journal_entries AS e FORCE INDEX (journal_entries_once) WHERE e.reference_type = 'supplier_payments' AND e.reference_id = p_payment_id;
    SELECT p.supplier_id, p.company_id, p.branch_id, p.payment_no, p.business_date, p.kind, p.amount, p.payment_method
    INTO v_supplier_id, v_company_id, v_branch_id, v_document_no, v_paid_day, v_kind, v_amount, v_method
    FROM supplier_payments AS p WHERE p.id = p_payment_id AND p.undoes_id IS NULL AND v_entries = 0;
    IF v_company_id IS NOT NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_paid_day, v_today, v_day, v_last_no);
        CALL _next_numbers(v_branch_id, v_branch_code, 'JE', v_day, 1, v_entry_no);
        CALL _post_supplier_payment_entry(
            v_entry_no, p_payment_id, v_kind, v_amount, v_method, NULL, v_supplier_id, v_company_id, v_branch_id, v_day, _as_timestamp(p_now), p_user_id,
            (SELECT _shift_at(p.created_by, p.company_id, p.created_at) FROM supplier_payments AS p WHERE p.id = p_payment_id),
            v_entry_id);
        CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
        CALL _note_new_entry('supplier_payment_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

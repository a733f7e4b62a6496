-- The entry of a payment, or of money given back, that has none.
-- Parameters: p_payment_id, its customer locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_payment(
    IN p_payment_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_customer_id, v_company_id, v_branch_id, v_entry_id, v_opened_after, v_voids_id, v_entries INT;
    DECLARE v_amount, v_settled DECIMAL(19,4);
    DECLARE v_method, v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_no, v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_new_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_minor_units TINYINT;
    DECLARE v_paid_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT MAX(CAST(s.value AS SIGNED)) INTO v_opened_after FROM settings AS s WHERE s.name = 'books_opened_after.invoice_payments';
    SELECT COUNT(*) INTO v_entries
    FROM journal_entries AS e FORCE INDEX (journal_entries_once) WHERE e.reference_type = 'invoice_payments' AND e.reference_id = p_payment_id;
    SELECT
        COALESCE(i.customer_id, n.customer_id), p.company_id, p.branch_id, p.payment_no, p.business_date, p.payment_amount,
        COALESCE(a.settled_base, s.settled_base, p.payment_amount), p.payment_method, p.voids_id
    INTO v_customer_id, v_company_id, v_branch_id, v_document_no, v_paid_day, v_amount, v_settled, v_method, v_voids_id
    FROM invoice_payments AS p
    LEFT JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = p.invoice_id
    LEFT JOIN customer_debit_notes AS n FORCE INDEX (PRIMARY) ON n.id = p.debit_note_id
    LEFT JOIN customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_once) ON a.payment_id = p.id
    LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_once) ON s.payment_id = p.id
    WHERE p.id = p_payment_id AND p.id > v_opened_after AND v_entries = 0;
    IF v_customer_id IS NOT NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_paid_day, v_today, v_day, v_last_no);
        CALL _next_numbers(v_branch_id, v_branch_code, 'JE', v_day, 1, v_entry_no);
        CALL _open_payment_entry(
            v_entry_no, p_payment_id, v_amount, v_settled, v_method, v_voids_id, v_company_id, v_branch_id, v_day, _as_timestamp(p_now), p_user_id,
            (SELECT _shift_at(p.created_by, p.company_id, p.created_at) FROM invoice_payments AS p WHERE p.id = p_payment_id),
            v_new_entries, v_entry_id);
        CALL _post_entries(CONCAT('[', SUBSTRING(v_new_entries, 2), ']'), v_customer_id);
        CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
        CALL _note_new_entry('payment_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

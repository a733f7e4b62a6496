-- The entries of a return that has none, or lacks one. The movements are those of the goods that it brought back, which only the last that came back
-- of the invoice can be told by: for an earlier one the goods' entry is left.
-- Parameters: p_returned_id the return's id, its customer and products locked; the rest, and p_changes, as in _note_repair.
-- Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_return(
    IN p_returned_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_invoice_id, v_customer_id, v_company_id, v_branch_id, v_entry_id, v_after_id, v_own, v_all INT;
    DECLARE v_value, v_tax, v_rounding, v_cost, v_own_cost DECIMAL(19,4);
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_returned_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;
    DECLARE v_returned_at DATETIME;

    SELECT r.invoice_id, i.customer_id, r.company_id, r.branch_id, r.return_no, r.business_date, r.value, r.tax_amount, r.rounding_amount, r.created_at
    INTO v_invoice_id, v_customer_id, v_company_id, v_branch_id, v_document_no, v_returned_day, v_value, v_tax, v_rounding, v_returned_at
    FROM invoice_returns AS r STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = r.invoice_id WHERE r.id = p_returned_id;
    IF v_invoice_id IS NOT NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _find_entry('return', 'invoice_returns', p_returned_id, v_entry_id);
        IF v_entry_id IS NULL AND (v_value <> 0 OR v_tax <> 0 OR v_rounding <> 0) THEN
            CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_returned_day, v_today, v_day, v_last_no);
            CALL _post_undoing_entries(
                v_invoice_id, p_returned_id, v_value, v_tax, v_rounding, 0, NULL, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_day,
                _as_timestamp(p_now), p_user_id,
                (SELECT _shift_at(r.created_by, r.company_id, r.created_at) FROM invoice_returns AS r WHERE r.id = p_returned_id));
            CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
            CALL _find_entry('return', 'invoice_returns', p_returned_id, v_entry_id);
            CALL _note_new_entry('return_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
        END IF;

        CALL _find_entry('invoice_cogs_reversal', 'invoice_returns', p_returned_id, v_entry_id);
        SELECT COALESCE(SUM(l.cost), 0) INTO v_cost
        FROM invoice_return_items AS l FORCE INDEX (invoice_return_items_once) WHERE l.return_id = p_returned_id;
        SELECT MIN(a.id) - 1, COUNT(*), COALESCE(SUM(-a.line_cost), 0) INTO v_after_id, v_own, v_own_cost
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = v_invoice_id AND a.qty < 0 AND a.amendment_id IS NULL AND a.created_at = v_returned_at;
        SELECT COUNT(*) INTO v_all
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = v_invoice_id AND a.id > v_after_id;
        IF v_entry_id IS NULL AND v_own > 0 AND v_own = v_all AND v_own_cost = v_cost THEN
            CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_returned_day, v_today, v_day, v_last_no);
            CALL _post_undoing_entries(
                v_invoice_id, p_returned_id, 0, 0, 0, v_cost, v_after_id, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now),
                p_user_id,
                (SELECT _shift_at(r.created_by, r.company_id, r.created_at) FROM invoice_returns AS r WHERE r.id = p_returned_id));
            CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
            CALL _find_entry('invoice_cogs_reversal', 'invoice_returns', p_returned_id, v_entry_id);
            CALL _note_new_entry('return_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
        END IF;
    END IF;
END

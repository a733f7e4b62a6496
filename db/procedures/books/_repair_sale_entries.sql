-- The entries of a sale that has none, and then the links to them of the returns that were posted before.
-- Parameters: p_invoice_id, its customer and products locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_sale_entries(
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_customer_id, v_company_id, v_branch_id, v_entry_id, v_opened_after, v_takings INT;
    DECLARE v_total, v_discount, v_tax, v_rounding, v_cost DECIMAL(19,4);
    DECLARE v_tax_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_minor_units TINYINT;
    DECLARE v_invoice_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT MAX(CAST(s.value AS SIGNED)) INTO v_opened_after FROM settings AS s WHERE s.name = 'books_opened_after.invoices_out';
    SELECT i.customer_id, i.company_id, i.branch_id, i.invoice_no, i.invoice_date, i.total_after_discount, i.discount_amount, i.tax_total, i.rounding_amount, i.total_cost
    INTO v_customer_id, v_company_id, v_branch_id, v_document_no, v_invoice_day, v_total, v_discount, v_tax, v_rounding, v_cost
    FROM invoices_out AS i WHERE i.id = p_invoice_id AND i.id > v_opened_after;
    IF v_customer_id IS NOT NULL THEN
        -- as it was sold: what amendments changed stands in their own entries
        SELECT
            v_total - COALESCE(SUM(a.value), 0), v_discount - COALESCE(SUM(a.discount_change), 0), v_tax - COALESCE(SUM(a.tax_change), 0),
            v_rounding - COALESCE(SUM(a.rounding_change), 0)
        INTO v_total, v_discount, v_tax, v_rounding
        FROM invoice_amendments AS a FORCE INDEX (invoice_amendments_of_invoice) WHERE a.invoice_id = p_invoice_id;
        SELECT v_cost - COALESCE(SUM(a.line_cost), 0) INTO v_cost
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id AND a.amendment_id IS NOT NULL;
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _find_entry('invoice', 'invoices_out', p_invoice_id, v_entry_id);
        IF v_entry_id IS NULL AND (v_total <> 0 OR v_discount <> 0 OR v_rounding <> 0) THEN
            CALL _read_tax_entries(p_invoice_id, v_tax_entries);
            CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_invoice_day, v_today, v_day, v_last_no);
            SET v_entries = '';
            CALL _post_sale_entries(
                NULL, NULL, NULL, p_invoice_id, v_total, v_discount, v_total + v_discount - v_tax - v_rounding, v_tax_entries, v_rounding, 0, 0, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id,
                (SELECT i.shift_id FROM invoices_out AS i WHERE i.id = p_invoice_id), v_entries);
            CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), v_customer_id);
            CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
            CALL _find_entry('invoice', 'invoices_out', p_invoice_id, v_entry_id);
            CALL _note_new_entry('invoice_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
        END IF;

        CALL _find_entry('invoice_cogs', 'invoices_out', p_invoice_id, v_entry_id);
        SELECT COUNT(*) INTO v_takings
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id AND a.qty > 0 AND a.amendment_id IS NULL;
        IF v_entry_id IS NULL AND v_takings > 0 THEN
            CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_invoice_day, v_today, v_day, v_last_no);
            SET v_entries = '';
            CALL _post_sale_entries(
                NULL, NULL, NULL, p_invoice_id, 0, 0, 0, '', 0, v_cost, 1, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id,
                (SELECT i.shift_id FROM invoices_out AS i WHERE i.id = p_invoice_id), v_entries);
            CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), v_customer_id);
            CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
            CALL _find_entry('invoice_cogs', 'invoices_out', p_invoice_id, v_entry_id);
            CALL _note_new_entry('invoice_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
        END IF;
        CALL _link_returns(p_invoice_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

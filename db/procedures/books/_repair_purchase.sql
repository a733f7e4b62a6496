-- The entry of a purchase that has none, with its movements, which what went back of it then names. One that was reversed is left: which of its two entries
-- belongs to which day, nothing says; and one whose taxes are not those of its lines, which would not balance.
-- Parameters: p_purchase_id, its supplier and products locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_purchase(
    IN p_purchase_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_supplier_id, v_company_id, v_branch_id, v_count, v_entry_id INT;
    DECLARE v_total, v_tax_total, v_line_taxes DECIMAL(19,4);
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_bought_day, v_opening_date, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT p.supplier_id, p.company_id, p.branch_id, p.purchase_no, p.business_date, p.opening_date, p.total, p.tax_total
    INTO v_supplier_id, v_company_id, v_branch_id, v_document_no, v_bought_day, v_opening_date, v_total, v_tax_total
    FROM purchases AS p WHERE p.id = p_purchase_id AND p.reversed_on IS NULL;
    SELECT COUNT(*) INTO v_count FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = p_purchase_id;
    SELECT COALESCE(SUM(t.amount), 0) INTO v_line_taxes
    FROM batches AS b FORCE INDEX (batches_of_purchase) STRAIGHT_JOIN batch_taxes AS t FORCE INDEX (PRIMARY) ON t.batch_id = b.id
    WHERE b.purchase_id = p_purchase_id;
    CALL _find_entry(IF(v_opening_date IS NULL, 'purchase', 'opening'), 'purchases', p_purchase_id, v_entry_id);
    IF v_company_id IS NOT NULL AND (v_count > 0) = (v_opening_date IS NULL) AND v_line_taxes = v_tax_total AND v_entry_id IS NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_bought_day, v_today, v_day, v_last_no);
        CALL _post_purchase_entry(
            p_purchase_id, v_total, v_tax_total, v_count, v_supplier_id, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id, v_entry_id);
        CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
        CALL _note_new_entry('purchase_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
        CALL _link_purchase_returns(p_purchase_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

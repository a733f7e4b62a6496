-- The entry of goods that went back to a supplier, where it has none, with its movements, and the purchase's entry that it names. Of a purchase that was reversed
-- since it is left: the reversal took it along; and one whose taxes are not those of its items, which would not balance.
-- Parameters: p_return_id, its purchase's supplier and products locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_purchase_return(
    IN p_return_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_purchase_id, v_supplier_id, v_company_id, v_branch_id, v_entry_id INT;
    DECLARE v_value, v_tax, v_item_taxes DECIMAL(19,4);
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_document_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_returned_day, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;

    SELECT r.purchase_id, p.supplier_id, r.company_id, r.branch_id, r.return_no, r.business_date, r.value, r.tax_amount
    INTO v_purchase_id, v_supplier_id, v_company_id, v_branch_id, v_document_no, v_returned_day, v_value, v_tax
    FROM purchase_returns AS r STRAIGHT_JOIN purchases AS p FORCE INDEX (PRIMARY) ON p.id = r.purchase_id
    WHERE r.id = p_return_id AND p.reversed_on IS NULL;
    SELECT COALESCE(SUM(x.amount), 0) INTO v_item_taxes
    FROM purchase_return_items AS i FORCE INDEX (purchase_return_items_once)
    STRAIGHT_JOIN purchase_return_taxes AS x FORCE INDEX (PRIMARY) ON x.return_item_id = i.id
    WHERE i.purchase_return_id = p_return_id;
    CALL _find_entry('purchase_reversal', 'purchase_returns', p_return_id, v_entry_id);
    IF v_company_id IS NOT NULL AND v_item_taxes = v_tax AND v_entry_id IS NULL THEN
        CALL _read_branch(NULL, v_company_id, v_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _open_number_gap(v_company_id, v_branch_id, v_document_no, v_branch_code, v_returned_day, v_today, v_day, v_last_no);
        CALL _post_purchase_return_entry(
            p_return_id, v_value, v_tax, v_purchase_id, v_supplier_id, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id, NULL,
            v_entry_id);
        CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
        CALL _note_new_entry('purchase_return_stands_in_the_journal', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
    CALL _link_purchase_returns(v_purchase_id, p_user_id, p_request_id, p_now, p_changes);
END

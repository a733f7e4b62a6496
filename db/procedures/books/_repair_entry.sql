-- A journal entry that was left unposted, lacks its movements, or does not name the sale that it takes a part back of, or changes.
-- Parameters: p_entry_id, the products of its document locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_entry(
    IN p_entry_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_reference_type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_reference_id, v_invoice_id, v_product_id, v_movements INT;
    DECLARE v_qty, v_value DECIMAL(19,4);
    DECLARE v_posted TINYINT;
    DECLARE v_day, v_closed_to DATE;
    DECLARE v_difference, v_stock DECIMAL(30,4);

    SELECT e.entry_type, e.reference_type, e.reference_id, e.posted, e.entry_date, c.books_closed_to
    INTO v_type, v_reference_type, v_reference_id, v_posted, v_day, v_closed_to
    FROM journal_entries AS e STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = e.company_id WHERE e.id = p_entry_id;
    SELECT COALESCE(SUM(l.debit - l.credit), 0), COALESCE(SUM(IF(l.role = 'inventory', l.debit - l.credit, 0)), 0)
    INTO v_difference, v_stock
    FROM journal_entry_lines AS l FORCE INDEX (PRIMARY) WHERE l.journal_entry_id = p_entry_id;

    IF v_posted = 0 AND v_difference = 0 AND NOT COALESCE(v_day <= v_closed_to, FALSE) THEN
        UPDATE journal_entries SET posted = 1 WHERE id = p_entry_id;
        CALL _note_repair('journal_entry_is_balanced', 'journal_entries', p_entry_id, 'posted', 0, 1, p_user_id, p_request_id, p_now, p_changes);
    END IF;

    SELECT COUNT(*) INTO v_movements FROM inventory_transactions AS m FORCE INDEX (inventory_transactions_once) WHERE m.journal_entry_id = p_entry_id;
    IF v_movements = 0 AND v_stock <> 0 THEN
        CASE
            WHEN v_type = 'invoice_cogs' THEN CALL _post_stock_movements(p_entry_id, 'sale', v_reference_id, 0);
            WHEN v_type = 'purchase' AND v_reference_type = 'batches' THEN
                SELECT b.product_id, b.original_qty, b.original_value INTO v_product_id, v_qty, v_value FROM batches AS b WHERE b.id = v_reference_id;
                CALL _post_receipt_movement(p_entry_id, v_reference_id, v_product_id, v_qty, v_value);
            WHEN v_type = 'purchase' AND v_reference_type = 'purchases' THEN
                SELECT COUNT(*) INTO v_movements FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = v_reference_id;
                CALL _post_purchase_movements(p_entry_id, 'purchase', v_reference_id, v_movements);
            WHEN v_reference_type = 'purchase_returns' THEN CALL _post_purchase_return_movements(p_entry_id, v_reference_id);
            WHEN v_type = 'stock_adjustment' THEN CALL _post_adjustment_movements(p_entry_id, v_reference_id);
            ELSE BEGIN END;
        END CASE;
        SELECT COUNT(*) INTO v_movements FROM inventory_transactions AS m FORCE INDEX (inventory_transactions_once) WHERE m.journal_entry_id = p_entry_id;
        CALL _note_repair(
            'movements_are_the_value_of_their_entry', 'journal_entries', p_entry_id, 'movements', 0, v_movements, p_user_id, p_request_id, p_now, p_changes);
    END IF;

    IF v_reference_type = 'invoice_returns' THEN
        SELECT MAX(r.invoice_id) INTO v_invoice_id FROM invoice_returns AS r WHERE r.id = v_reference_id;
    ELSEIF v_reference_type = 'invoice_amendments' THEN
        SELECT MAX(a.invoice_id) INTO v_invoice_id FROM invoice_amendments AS a WHERE a.id = v_reference_id;
    END IF;
    IF v_invoice_id IS NOT NULL THEN
        CALL _link_returns(v_invoice_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

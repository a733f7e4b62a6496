-- The entry and the movement of a batch that has neither: a page inserted it by itself, or the entry is lost. The goods of a purchase are the purchase's entry's.
-- Parameters: p_batch_id, its product locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_receipt(
    IN p_batch_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_product_id, v_company_id, v_branch_id, v_entry_id, v_known INT;
    DECLARE v_qty, v_value, v_lacking_qty, v_lacking_value DECIMAL(19,4);
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_received, v_today, v_day DATE;
    DECLARE v_last_no INT UNSIGNED;
    DECLARE v_received_at DATETIME;

    SELECT b.product_id, p.company_id, b.original_qty, COALESCE(b.original_value, 0), CONVERT_TZ(b.created_at, @@session.time_zone, '+00:00')
    INTO v_product_id, v_company_id, v_qty, v_value, v_received_at
    FROM batches AS b STRAIGHT_JOIN products AS p FORCE INDEX (PRIMARY) ON p.id = b.product_id WHERE b.id = p_batch_id;
    SELECT b.remaining - COALESCE(SUM(m.qty), 0), COALESCE(b.stock_value, 0) - COALESCE(SUM(m.total_cost), 0) INTO v_lacking_qty, v_lacking_value
    FROM batches AS b LEFT JOIN inventory_transactions AS m FORCE INDEX (inventory_transactions_of_batch) ON m.batch_id = b.id
    WHERE b.id = p_batch_id GROUP BY b.id, b.remaining, b.stock_value;
    SELECT
        (SELECT COUNT(*) FROM journal_entries AS e FORCE INDEX (journal_entries_once)
            WHERE e.reference_type = 'batches' AND e.reference_id = p_batch_id AND e.entry_type = 'purchase')
        + (SELECT COUNT(b.purchase_id) FROM batches AS b FORCE INDEX (PRIMARY) WHERE b.id = p_batch_id)
        + (SELECT COUNT(*) FROM stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_of_batch) WHERE i.batch_id = p_batch_id AND i.qty > 0)
    INTO v_known;

    IF v_known = 0 AND v_qty <> 0 AND v_lacking_qty = v_qty AND v_lacking_value = v_value THEN
        CALL _read_branch(NULL, v_company_id, NULL, v_received_at, v_branch_id, v_branch_code, v_minor_units, v_received);
        CALL _read_branch(NULL, v_company_id, NULL, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
        CALL _open_number_gap(v_company_id, v_branch_id, NULL, v_branch_code, v_received, v_today, v_day, v_last_no);
        CALL _post_receipt_entry(
            p_batch_id, v_product_id, v_qty, v_value, v_company_id, v_branch_id, v_branch_code, v_day, _as_timestamp(p_now), p_user_id, v_entry_id);
        CALL _close_number_gap(v_branch_id, v_branch_code, v_day, v_last_no);
        CALL _note_new_entry('batch_is_its_movements', v_entry_id, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

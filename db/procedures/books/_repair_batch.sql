-- What is left of a batch and what it is worth, from what was received and taken; and the receipt's entry, where the batch has none.
-- Parameters: p_batch_id, its product locked; the rest, and p_changes, as in _note_repair. Locks: number_series JE, by primary key.
CREATE PROCEDURE _repair_batch(
    IN p_batch_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_old_qty, v_old_value, v_qty, v_value, v_difference DECIMAL(19,4);
    DECLARE v_old_status, v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_exempt TINYINT;

    SELECT b.remaining, b.stock_value, b.status, b.exempt INTO v_old_qty, v_old_value, v_old_status, v_exempt FROM batches AS b WHERE b.id = p_batch_id;
    SELECT COALESCE(SUM(f.difference), 0) INTO v_difference FROM adoption_findings AS f
    WHERE f.check_name = 'batch_quantity_is_received_less_taken' AND f.table_name = 'batches' AND f.row_id = p_batch_id;
    SELECT COALESCE(MAX(c.expected) + v_difference, v_old_qty) INTO v_qty
    FROM _check_batch_quantity_is_received_less_taken AS c WHERE c.row_id = p_batch_id;
    SELECT COALESCE(SUM(f.difference), 0) INTO v_difference FROM adoption_findings AS f
    WHERE f.check_name = 'batch_value_is_received_less_taken' AND f.table_name = 'batches' AND f.row_id = p_batch_id;
    SELECT COALESCE(MAX(c.expected) + v_difference, v_old_value) INTO v_value
    FROM _check_batch_value_is_received_less_taken AS c WHERE c.row_id = p_batch_id;
    -- else what is there again would never be sold
    SET v_status = IF(v_old_status = 'consumed' AND v_old_qty = 0 AND v_qty > 0, 'active', v_old_status);

    -- else no document explains it, and the table's own rule would refuse it
    IF (v_qty <> v_old_qty OR NOT v_value <=> v_old_value) AND (v_exempt OR (v_qty >= 0 AND v_value >= 0 AND (v_qty > 0 OR v_value = 0))) THEN
        UPDATE batches SET remaining = v_qty, stock_value = v_value, status = v_status WHERE id = p_batch_id;
        CALL _note_repair(
            'batch_quantity_is_received_less_taken', 'batches', p_batch_id, 'remaining', v_old_qty, v_qty, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(
            'batch_value_is_received_less_taken', 'batches', p_batch_id, 'stock_value', v_old_value, v_value, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(
            'batch_quantity_is_received_less_taken', 'batches', p_batch_id, 'status', v_old_status, v_status, p_user_id, p_request_id, p_now, p_changes);
    END IF;
    CALL _repair_receipt(p_batch_id, p_user_id, p_request_id, p_now, p_changes);
END

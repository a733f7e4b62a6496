-- Repair some rows of one table, each by the piece that knows it.
-- Parameters: p_table and p_ids (a JSON array) of _rows_to_repair, locked by _lock_for_repair; who repairs, and when (UTC).
-- Returns: p_changed the ids of those at which anything was changed, a JSON array.
CREATE PROCEDURE _repair_rows(
    IN p_table VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_ids LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_changed LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_place, v_id, v_changes INT DEFAULT 0;
    SET p_changed = '';
    WHILE v_place < JSON_LENGTH(p_ids) DO
        SET v_id = JSON_EXTRACT(p_ids, CONCAT('$[', v_place, ']'));
        SET v_place = v_place + 1;
        SET v_changes = 0;
        CASE p_table
            WHEN 'number_series' THEN CALL _repair_series(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'batches' THEN CALL _repair_batch(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'stock_adjustments' THEN CALL _repair_adjustment(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'invoices_out' THEN CALL _repair_invoice(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'invoice_returns' THEN CALL _repair_return(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'invoice_payments' THEN CALL _repair_payment(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'wallet_transactions' THEN CALL _repair_wallet_row(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'journal_entries' THEN CALL _repair_entry(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'customers' THEN CALL _repair_customer(v_id, p_user_id, p_request_id, p_now, v_changes);
            ELSE CALL _repair_work_order(v_id, p_user_id, p_request_id, p_now, v_changes);
        END CASE;
        IF v_changes > 0 THEN
            SET p_changed = CONCAT(p_changed, ',', v_id);
        END IF;
    END WHILE;
    SET p_changed = CONCAT('[', SUBSTRING(p_changed, 2), ']');
END

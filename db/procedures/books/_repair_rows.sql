-- Repair some of the rows of a repair, in their order, each by the piece that knows its table.
-- Parameters: p_units of _rows_to_repair, locked by _lock_for_repair; p_place the one at this place from 1, or NULL; p_whose those of one group,
-- or NULL; who repairs, and when (UTC).
-- Returns: p_changed the rows at which anything was changed, a JSON array [["table", id], ...]; NULL where an entry did not balance, since a document whose own
-- figures do not add up explains none: the caller takes all of it back.
CREATE PROCEDURE _repair_rows(
    IN p_units LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_place INT,
    IN p_whose VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_changed LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_id, v_changes INT;
    DECLARE v_table VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE c_units CURSOR FOR
        SELECT j.table_name, j.row_id
        FROM JSON_TABLE(p_units, '$[*]' COLUMNS (
            place FOR ORDINALITY,
            table_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[0]',
            row_id INT PATH '$[1]',
            whose VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PATH '$[2]'
        )) AS j
        WHERE j.place = COALESCE(p_place, j.place) AND j.whose = COALESCE(p_whose, j.whose)
        ORDER BY j.place;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
    -- ENTRY_UNBALANCED
    DECLARE EXIT HANDLER FOR 50134 SET p_changed = NULL;

    SET p_changed = '';
    OPEN c_units;
    each_unit: LOOP
        FETCH c_units INTO v_table, v_id;
        IF v_done THEN
            LEAVE each_unit;
        END IF;
        SET v_changes = 0;
        CASE v_table
            WHEN 'number_series' THEN CALL _repair_series(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'purchases' THEN CALL _repair_purchase(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'purchase_returns' THEN CALL _repair_purchase_return(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'batches' THEN CALL _repair_batch(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'stock_adjustments' THEN CALL _repair_adjustment(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'journal_vouchers' THEN CALL _repair_voucher(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'invoices_out' THEN CALL _repair_invoice(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'invoice_returns' THEN CALL _repair_return(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'customer_debit_notes' THEN CALL _repair_debit_note(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'supplier_payments' THEN CALL _repair_supplier_payment(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'invoice_payments' THEN CALL _repair_payment(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'wallet_transactions' THEN CALL _repair_wallet_row(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'journal_entries' THEN CALL _repair_entry(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'suppliers' THEN CALL _repair_supplier(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'customers' THEN CALL _repair_customer(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'coupons' THEN CALL _repair_coupon(v_id, p_user_id, p_request_id, p_now, v_changes);
            WHEN 'orders' THEN CALL _repair_order(v_id, p_user_id, p_request_id, p_now, v_changes);
            ELSE CALL _repair_work_order(v_id, p_user_id, p_request_id, p_now, v_changes);
        END CASE;
        -- what it looked for and did not find
        SET v_done = 0;
        IF v_changes > 0 THEN
            SET p_changed = CONCAT(p_changed, ',["', v_table, '",', v_id, ']');
        END IF;
    END LOOP;
    CLOSE c_units;
    SET p_changed = CONCAT('[', SUBSTRING(p_changed, 2), ']');
END

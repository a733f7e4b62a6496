-- A work order's totals, from its live invoices.
-- Parameters: p_work_order_id, locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_work_order(
    IN p_work_order_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_check VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'work_order_totals';
    DECLARE v_expected VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_total, v_paid, v_open, v_old_total, v_old_paid, v_old_open DECIMAL(19,4);

    SELECT MAX(c.expected) INTO v_expected FROM _check_work_order_totals AS c WHERE c.row_id = p_work_order_id;
    IF v_expected IS NOT NULL THEN
        SET v_total = SUBSTRING_INDEX(v_expected, ' ', 1);
        SET v_paid = SUBSTRING_INDEX(SUBSTRING_INDEX(v_expected, ' ', 2), ' ', -1);
        SET v_open = SUBSTRING_INDEX(v_expected, ' ', -1);
        SELECT w.total_invoice_amount, w.total_paid, w.total_remaining INTO v_old_total, v_old_paid, v_old_open
        FROM work_orders AS w WHERE w.id = p_work_order_id;
        UPDATE work_orders SET total_invoice_amount = v_total, total_paid = v_paid, total_remaining = v_open WHERE id = p_work_order_id;
        CALL _note_repair(v_check, 'work_orders', p_work_order_id, 'total_invoice_amount', v_old_total, v_total, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(v_check, 'work_orders', p_work_order_id, 'total_paid', v_old_paid, v_paid, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(v_check, 'work_orders', p_work_order_id, 'total_remaining', v_old_open, v_open, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

-- An invoice's cost, profit, returns, paid and open amounts and status. What was sold, the totals before and after the discount, is the document.
-- Parameters: p_invoice_id, its customer and work order locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_invoice_figures(
    IN p_invoice_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_total, v_net, v_old_cost, v_cost, v_old_profit, v_profit, v_old_returned, v_returned, v_old_paid, v_paid, v_old_open, v_open DECIMAL(19,4);
    DECLARE v_cost_difference, v_profit_difference, v_paid_difference, v_open_difference DECIMAL(19,4);
    DECLARE v_old_delivered, v_delivered VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_exempt, v_closed, v_status_is_adopted TINYINT;

    SELECT
        COALESCE(SUM(IF(f.check_name = 'invoice_cost_is_its_lines', f.difference, 0)), 0),
        COALESCE(SUM(IF(f.check_name = 'invoice_profit', f.difference, 0)), 0),
        COALESCE(SUM(IF(f.check_name = 'invoice_paid_is_its_payments', f.difference, 0)), 0),
        COALESCE(SUM(IF(f.check_name = 'invoice_remaining_is_what_is_open', f.difference, 0)), 0),
        COALESCE(MAX(f.check_name = 'invoice_status_follows_amounts' AND f.found = i.delivered), 0)
    INTO v_cost_difference, v_profit_difference, v_paid_difference, v_open_difference, v_status_is_adopted
    FROM adoption_findings AS f STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = f.row_id
    WHERE f.table_name = 'invoices_out' AND f.row_id = p_invoice_id;
    SELECT
        i.total_after_discount, i.total_after_discount - i.tax_total - i.rounding_amount, i.total_cost, i.profit_amount, i.returned_amount, i.paid_amount, i.remaining_amount, i.delivered, i.exempt,
        i.delivered IN ('canceled', 'reverted')
    INTO v_total, v_net, v_old_cost, v_old_profit, v_old_returned, v_old_paid, v_old_open, v_old_delivered, v_exempt, v_closed
    FROM invoices_out AS i WHERE i.id = p_invoice_id;

    SELECT COALESCE(MAX(c.expected) + v_cost_difference, v_old_cost) INTO v_cost FROM _check_invoice_cost_is_its_lines AS c WHERE c.row_id = p_invoice_id;
    SELECT COALESCE(MAX(c.expected), v_old_returned) INTO v_returned FROM _check_invoice_returned_is_its_returns AS c WHERE c.row_id = p_invoice_id;
    SELECT COALESCE(MAX(c.expected) + v_paid_difference, v_old_paid) INTO v_paid FROM _check_invoice_paid_is_its_payments AS c WHERE c.row_id = p_invoice_id;
    -- these three follow from the ones above
    SET v_profit = v_net - v_cost + v_profit_difference;
    SET v_open = IF(v_closed, 0, v_total - v_returned - v_paid + v_open_difference);
    SET v_delivered = IF(
        v_closed OR v_status_is_adopted, v_old_delivered,
        CASE WHEN v_open = 0 THEN 'yes' WHEN v_paid > 0 THEN 'partial' ELSE 'no' END);

    -- else no document explains it, and the table's own rule would refuse it
    IF v_exempt OR ((v_paid >= 0 OR v_delivered = 'no') AND v_returned >= 0 AND v_open >= 0) THEN
        UPDATE invoices_out SET
            total_cost = v_cost, profit_amount = v_profit, returned_amount = v_returned, paid_amount = v_paid, remaining_amount = v_open,
            delivered = v_delivered
        WHERE id = p_invoice_id;
        CALL _note_repair('invoice_cost_is_its_lines', 'invoices_out', p_invoice_id, 'total_cost', v_old_cost, v_cost, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair('invoice_profit', 'invoices_out', p_invoice_id, 'profit_amount', v_old_profit, v_profit, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(
            'invoice_returned_is_its_returns', 'invoices_out', p_invoice_id, 'returned_amount', v_old_returned, v_returned,
            p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair('invoice_paid_is_its_payments', 'invoices_out', p_invoice_id, 'paid_amount', v_old_paid, v_paid, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(
            'invoice_remaining_is_what_is_open', 'invoices_out', p_invoice_id, 'remaining_amount', v_old_open, v_open, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(
            'invoice_status_follows_amounts', 'invoices_out', p_invoice_id, 'delivered', v_old_delivered, v_delivered, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

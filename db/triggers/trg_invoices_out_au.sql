-- A work order follows its invoices by what changed: amounts, the step from live to canceled or reverted, the move to another
-- work order. One UPDATE for all of it, which takes two work orders in the order of their keys.
CREATE TRIGGER trg_invoices_out_au AFTER UPDATE ON invoices_out FOR EACH ROW
BEGIN
    IF OLD.work_order_id IS NOT NULL OR NEW.work_order_id IS NOT NULL THEN
    BEGIN
        DECLARE v_old_live TINYINT DEFAULT OLD.delivered NOT IN ('canceled', 'reverted');
        DECLARE v_new_live TINYINT DEFAULT NEW.delivered NOT IN ('canceled', 'reverted');
        DECLARE v_old_sold DECIMAL(19,4) DEFAULT v_old_live * (COALESCE(OLD.total_after_discount, 0) - OLD.returned_amount);
        DECLARE v_new_sold DECIMAL(19,4) DEFAULT v_new_live * (COALESCE(NEW.total_after_discount, 0) - NEW.returned_amount);
        DECLARE v_old_paid DECIMAL(19,4) DEFAULT v_old_live * COALESCE(OLD.paid_amount, 0);
        DECLARE v_new_paid DECIMAL(19,4) DEFAULT v_new_live * COALESCE(NEW.paid_amount, 0);
        DECLARE v_old_open DECIMAL(19,4) DEFAULT v_old_live * COALESCE(OLD.remaining_amount, 0);
        DECLARE v_new_open DECIMAL(19,4) DEFAULT v_new_live * COALESCE(NEW.remaining_amount, 0);

        IF NOT OLD.work_order_id <=> NEW.work_order_id OR v_old_sold <> v_new_sold OR v_old_paid <> v_new_paid OR v_old_open <> v_new_open THEN
            UPDATE work_orders SET
                total_invoice_amount = COALESCE(total_invoice_amount, 0) + IF(id <=> NEW.work_order_id, v_new_sold, 0) - IF(id <=> OLD.work_order_id, v_old_sold, 0),
                total_paid = COALESCE(total_paid, 0) + IF(id <=> NEW.work_order_id, v_new_paid, 0) - IF(id <=> OLD.work_order_id, v_old_paid, 0),
                total_remaining = COALESCE(total_remaining, 0) + IF(id <=> NEW.work_order_id, v_new_open, 0) - IF(id <=> OLD.work_order_id, v_old_open, 0)
            WHERE id IN (OLD.work_order_id, NEW.work_order_id);
            IF ROW_COUNT() = 0 AND (v_old_sold <> v_new_sold OR v_old_paid <> v_new_paid) THEN
                CALL _raise_interrupted();
            END IF;
        END IF;
    END;
    END IF;
END

-- An invoice that moves locks both work orders in the order of their keys: the foreign key would share the new one first, and
-- two moves in opposite directions would deadlock. One key a statement: MySQL would read all of few work orders for two.
CREATE TRIGGER trg_invoices_out_bu BEFORE UPDATE ON invoices_out FOR EACH ROW
BEGIN
    DECLARE v_locked INT;
    IF NOT OLD.work_order_id <=> NEW.work_order_id THEN
        SELECT COUNT(*) INTO v_locked FROM work_orders AS w
        WHERE w.id = LEAST(COALESCE(OLD.work_order_id, NEW.work_order_id), COALESCE(NEW.work_order_id, OLD.work_order_id)) FOR UPDATE;
        SELECT COUNT(*) INTO v_locked FROM work_orders AS w
        WHERE w.id = GREATEST(COALESCE(OLD.work_order_id, NEW.work_order_id), COALESCE(NEW.work_order_id, OLD.work_order_id)) FOR UPDATE;
    END IF;
END

-- An invoice that moves locks both work orders in the order of their keys: the foreign key would share the new one first, and
-- two moves in opposite directions would deadlock.
CREATE TRIGGER trg_invoices_out_bu BEFORE UPDATE ON invoices_out FOR EACH ROW
BEGIN
    DECLARE v_locked INT;
    IF NOT OLD.work_order_id <=> NEW.work_order_id THEN
        SELECT COUNT(*) INTO v_locked FROM work_orders AS w FORCE INDEX (PRIMARY)
        WHERE w.id IN (OLD.work_order_id, NEW.work_order_id) FOR UPDATE;
    END IF;
END

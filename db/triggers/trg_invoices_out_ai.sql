-- A live invoice adds its amounts to its work order.
CREATE TRIGGER trg_invoices_out_ai AFTER INSERT ON invoices_out FOR EACH ROW
BEGIN
    IF NEW.work_order_id IS NOT NULL AND NEW.delivered NOT IN ('canceled', 'reverted') THEN
        UPDATE work_orders SET
            total_invoice_amount = COALESCE(total_invoice_amount, 0) + (COALESCE(NEW.total_after_discount, 0) - NEW.returned_amount),
            total_paid = COALESCE(total_paid, 0) + COALESCE(NEW.paid_amount, 0),
            total_remaining = COALESCE(total_remaining, 0) + COALESCE(NEW.remaining_amount, 0)
        WHERE id = NEW.work_order_id;
        IF ROW_COUNT() = 0 AND NEW.total_after_discount <> NEW.returned_amount THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END

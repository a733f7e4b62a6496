-- A live invoice that goes takes its amounts out of its work order.
CREATE TRIGGER trg_invoices_out_ad AFTER DELETE ON invoices_out FOR EACH ROW
BEGIN
    IF OLD.work_order_id IS NOT NULL AND OLD.delivered NOT IN ('canceled', 'reverted') THEN
        UPDATE work_orders SET
            total_invoice_amount = COALESCE(total_invoice_amount, 0) - (COALESCE(OLD.total_after_discount, 0) - OLD.returned_amount),
            total_paid = COALESCE(total_paid, 0) - COALESCE(OLD.paid_amount, 0),
            total_remaining = COALESCE(total_remaining, 0) - COALESCE(OLD.remaining_amount, 0)
        WHERE id = OLD.work_order_id;
        IF ROW_COUNT() = 0 AND OLD.total_after_discount <> OLD.returned_amount THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END

-- The one change of a promised payment is that it is completed or fails, once.
CREATE TRIGGER trg_pending_payments_bu BEFORE UPDATE ON pending_payments FOR EACH ROW
BEGIN
    IF OLD.status <> 'pending' OR NEW.status = 'pending' OR NOT (
        NEW.id = OLD.id AND NEW.company_id = OLD.company_id AND NEW.branch_id = OLD.branch_id AND NEW.invoice_id = OLD.invoice_id
        AND NEW.amount = OLD.amount AND NEW.payment_method = OLD.payment_method AND NEW.notes <=> OLD.notes
        AND NEW.promised_on = OLD.promised_on AND NEW.created_by = OLD.created_by AND NEW.created_at = OLD.created_at) THEN
        CALL _raise('APPEND_ONLY', 'pending_payments', NULL, NULL, NULL);
    END IF;
END

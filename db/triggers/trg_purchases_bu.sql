-- A purchase that is not reversed changes in one of two ways: it is reversed, once, or is due on another day.
CREATE TRIGGER trg_purchases_bu BEFORE UPDATE ON purchases FOR EACH ROW
BEGIN
    IF OLD.reversed_on IS NOT NULL OR NOT (
        NEW.id = OLD.id AND NEW.company_id = OLD.company_id AND NEW.branch_id = OLD.branch_id AND NEW.cost_center_id <=> OLD.cost_center_id
        AND NEW.supplier_id <=> OLD.supplier_id
        AND NEW.purchase_no = OLD.purchase_no AND NEW.bill_no <=> OLD.bill_no AND NEW.business_date = OLD.business_date AND NEW.opening_date <=> OLD.opening_date
        AND NEW.total = OLD.total AND NEW.tax_total = OLD.tax_total AND NEW.notes <=> OLD.notes
        AND NEW.created_by = OLD.created_by AND NEW.created_at = OLD.created_at
        AND IF(NEW.reversed_on IS NULL, NOT NEW.due_date <=> OLD.due_date AND NEW.reverse_reason IS NULL, NEW.due_date <=> OLD.due_date)) THEN
        CALL _raise('APPEND_ONLY', 'purchases', NULL, NULL, NULL);
    END IF;
END

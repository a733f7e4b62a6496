-- The one change of a shift is that it is closed, once; its report is written down with that.
CREATE TRIGGER trg_shifts_bu BEFORE UPDATE ON shifts FOR EACH ROW
BEGIN
    IF NEW.closed_on IS NULL OR OLD.report IS NOT NULL OR NOT (
        NEW.id = OLD.id AND NEW.company_id = OLD.company_id AND NEW.branch_id = OLD.branch_id AND NEW.till_id = OLD.till_id
        AND NEW.cashier_id = OLD.cashier_id AND NEW.shift_no = OLD.shift_no AND NEW.opened_on = OLD.opened_on AND NEW.opened_at = OLD.opened_at
        AND NEW.opening_cash = OLD.opening_cash AND (
            OLD.closed_on IS NULL
            OR (NEW.closed_on = OLD.closed_on AND NEW.closed_at = OLD.closed_at AND NEW.closed_by = OLD.closed_by))) THEN
        CALL _raise('APPEND_ONLY', 'shifts', NULL, NULL, NULL);
    END IF;
END

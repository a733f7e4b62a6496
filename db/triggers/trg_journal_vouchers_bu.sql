-- The one change of a voucher is that it is reversed, once.
CREATE TRIGGER trg_journal_vouchers_bu BEFORE UPDATE ON journal_vouchers FOR EACH ROW
BEGIN
    IF OLD.reversed_on IS NOT NULL OR NEW.reversed_on IS NULL OR NOT (
        NEW.id = OLD.id AND NEW.company_id = OLD.company_id AND NEW.branch_id = OLD.branch_id AND NEW.cost_center_id <=> OLD.cost_center_id
        AND NEW.entry_date = OLD.entry_date AND NEW.description = OLD.description AND NEW.reference_no <=> OLD.reference_no
        AND NEW.created_by = OLD.created_by AND NEW.created_at = OLD.created_at) THEN
        CALL _raise('APPEND_ONLY', 'journal_vouchers', NULL, NULL, NULL);
    END IF;
END

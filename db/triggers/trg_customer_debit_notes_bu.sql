-- A debit note changes when it is posted, which is where its amounts are those of its items; when money is applied to it or taken off again, never
-- above its total; and when it is cancelled, once, while nothing is applied.
CREATE TRIGGER trg_customer_debit_notes_bu BEFORE UPDATE ON customer_debit_notes FOR EACH ROW
BEGIN
    DECLARE v_net, v_priced, v_tax, v_tax_base, v_total_base, v_applied, v_settled DECIMAL(50,4);
    IF OLD.cancelled_on IS NOT NULL THEN
        CALL _raise('DEBIT_NOTE_CLOSED', OLD.id, NULL, NULL, NULL);
    END IF;
    IF NEW.posted < OLD.posted OR NOT (
        NEW.id = OLD.id AND NEW.company_id = OLD.company_id AND NEW.branch_id = OLD.branch_id AND NEW.cost_center_id <=> OLD.cost_center_id
        AND NEW.debit_note_no = OLD.debit_note_no
        AND NEW.customer_id = OLD.customer_id AND NEW.source_invoice_id <=> OLD.source_invoice_id AND NEW.debit_note_date = OLD.debit_note_date
        AND NEW.reference_type = OLD.reference_type AND NEW.reference_no <=> OLD.reference_no AND NEW.reason <=> OLD.reason
        AND NEW.adopted = OLD.adopted
        AND NEW.currency = OLD.currency AND NEW.exchange_rate = OLD.exchange_rate AND NEW.tax_rounding = OLD.tax_rounding
        AND NEW.net_total = OLD.net_total AND NEW.tax_total = OLD.tax_total AND NEW.total = OLD.total
        AND NEW.net_base = OLD.net_base AND NEW.tax_base = OLD.tax_base AND NEW.total_base = OLD.total_base
        AND NEW.created_by = OLD.created_by AND NEW.created_at = OLD.created_at) THEN
        CALL _raise('DEBIT_NOTE_POSTED', OLD.debit_note_no, NULL, NULL, NULL);
    END IF;
    IF NEW.cancelled_on IS NOT NULL AND OLD.applied_amount <> 0 THEN
        CALL _raise('DEBIT_NOTE_APPLIED', OLD.debit_note_no, OLD.applied_amount, NULL, NULL);
    END IF;

    IF NEW.posted > OLD.posted THEN
        SELECT SUM(i.net), SUM(ROUND(i.quantity * i.unit_price, m.minor_units)), SUM(i.tax_amount) INTO v_net, v_priced, v_tax
        FROM currencies AS m FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN customer_debit_note_items AS i FORCE INDEX (customer_debit_note_items_in_note) ON i.debit_note_id = OLD.id
        WHERE m.code = OLD.currency;
        IF NOT (v_net <=> OLD.net_total AND v_priced <=> OLD.net_total AND v_tax <=> OLD.tax_total) THEN
            CALL _raise('DEBIT_NOTE_TOTALS', OLD.debit_note_no, OLD.total, COALESCE(v_priced + v_tax, 0), NULL);
        END IF;
        SELECT ROUND(OLD.tax_total * OLD.exchange_rate, m.minor_units), ROUND(OLD.total * OLD.exchange_rate, m.minor_units) INTO v_tax_base, v_total_base
        FROM companies AS c FORCE INDEX (PRIMARY) STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = c.currency WHERE c.id = OLD.company_id;
        IF NOT (v_tax_base <=> OLD.tax_base AND v_total_base <=> OLD.total_base) THEN
            CALL _raise('DEBIT_NOTE_TOTALS', OLD.debit_note_no, OLD.total_base, v_total_base, NULL);
        END IF;
    END IF;

    IF NEW.applied_amount NOT BETWEEN 0 AND OLD.total THEN
        CALL _raise('OVER_APPLIED', OLD.id, NEW.applied_amount - OLD.applied_amount, OLD.total - OLD.applied_amount, NULL);
    END IF;
    SELECT COALESCE(SUM(a.amount), 0), COALESCE(SUM(a.settled_base), 0) INTO v_applied, v_settled
    FROM customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_of_note) WHERE a.debit_note_id = OLD.id;
    IF NEW.applied_amount <> v_applied OR NEW.applied_base <> v_settled THEN
        CALL _raise('DEBIT_NOTE_POSTED', OLD.debit_note_no, NULL, NULL, NULL);
    END IF;
END

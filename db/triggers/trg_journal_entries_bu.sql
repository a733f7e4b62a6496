-- An entry changes once, when it is posted; and that of a return or amendment may get the link to its sale, or its purchase, that it lacks or whose
-- entry is lost (_link_returns, _link_purchase_returns). Neither engine can put off a constraint to the commit: this is where debit equals credit,
-- exactly, and where a closed period stays closed: the company is shared until the commit, so that closing waits for what is being posted.
CREATE TRIGGER trg_journal_entries_bu BEFORE UPDATE ON journal_entries FOR EACH ROW
BEGIN
    DECLARE v_difference DECIMAL(30,4);
    DECLARE v_closed_to DATE;
    DECLARE v_link_is_right INT DEFAULT 0;
    -- the sale, or purchase, that a part is taken back or changed of: only what its documents say, and only where nothing was said, or what is there no more
    IF OLD.posted = 1 AND NOT NEW.adjusts_id <=> OLD.adjusts_id THEN
        SELECT COUNT(*) INTO v_link_is_right
        FROM journal_entries AS s FORCE INDEX (PRIMARY)
        LEFT JOIN invoice_returns AS r FORCE INDEX (PRIMARY) ON r.id = OLD.reference_id AND OLD.reference_type = 'invoice_returns'
        LEFT JOIN invoice_amendments AS m FORCE INDEX (PRIMARY) ON m.id = OLD.reference_id AND OLD.reference_type = 'invoice_amendments'
        LEFT JOIN purchase_returns AS b FORCE INDEX (PRIMARY) ON b.id = OLD.reference_id AND OLD.reference_type = 'purchase_returns'
        LEFT JOIN journal_entries AS a FORCE INDEX (PRIMARY) ON a.id = OLD.adjusts_id
        WHERE s.id = NEW.adjusts_id AND a.id IS NULL AND s.reference_id = COALESCE(r.invoice_id, m.invoice_id, b.purchase_id)
            AND s.reference_type = IF(OLD.reference_type = 'purchase_returns', 'purchases', 'invoices_out')
            AND s.entry_type = CASE
                WHEN OLD.reference_type = 'purchase_returns' THEN 'purchase' WHEN OLD.entry_type IN ('return', 'invoice') THEN 'invoice' ELSE 'invoice_cogs' END;
    END IF;
    IF NEW.posted <> 1 OR NOT (OLD.posted = 0 OR v_link_is_right) OR NOT (
        NEW.id = OLD.id AND NEW.company_id = OLD.company_id AND NEW.branch_id = OLD.branch_id AND NEW.cost_center_id <=> OLD.cost_center_id
        AND NEW.entry_no = OLD.entry_no
        AND NEW.entry_type = OLD.entry_type AND NEW.entry_date = OLD.entry_date AND NEW.reference_type = OLD.reference_type
        AND NEW.reference_id = OLD.reference_id AND NEW.reverses_id <=> OLD.reverses_id
        AND (v_link_is_right OR NEW.adjusts_id <=> OLD.adjusts_id) AND NEW.created_by <=> OLD.created_by
        AND NEW.created_at = OLD.created_at AND NEW.shift_id <=> OLD.shift_id AND NEW.cost_center_id <=> OLD.cost_center_id) THEN
        CALL _raise('ENTRY_POSTED', OLD.entry_no, NULL, NULL, NULL);
    END IF;
    -- both in one statement; MAX, so that an entry of no company there is gets its lines summed, too
    SELECT
        MAX(c.books_closed_to),
        (SELECT SUM(l.debit - l.credit) FROM journal_entry_lines AS l FORCE INDEX (PRIMARY) WHERE l.journal_entry_id = OLD.id)
    INTO v_closed_to, v_difference
    FROM companies AS c WHERE c.id = OLD.company_id LOCK IN SHARE MODE;
    IF v_difference <> 0 THEN
        CALL _raise('ENTRY_UNBALANCED', OLD.entry_no, v_difference, NULL, NULL);
    END IF;
    IF OLD.posted = 0 AND OLD.entry_date <= v_closed_to THEN
        CALL _raise('PERIOD_CLOSED', OLD.entry_date, v_closed_to, NULL, NULL);
    END IF;
END

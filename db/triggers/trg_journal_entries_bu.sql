-- An entry changes once, when it is posted; and a return's may get the link to its sale, or its purchase, that it lacks (_link_returns,
-- _link_purchase_returns). Neither engine can put off a constraint to the commit: this is where debit equals credit, exactly, and where a closed period stays
-- closed: the company is shared until the commit, so that closing waits for what is being posted.
CREATE TRIGGER trg_journal_entries_bu BEFORE UPDATE ON journal_entries FOR EACH ROW
BEGIN
    DECLARE v_difference DECIMAL(30,4);
    DECLARE v_closed_to DATE;
    DECLARE v_link_is_right INT DEFAULT 0;
    -- the sale, or purchase, that a return takes a part back of: only what its documents say, and only where nothing was said
    IF OLD.posted = 1 AND OLD.adjusts_id IS NULL AND NEW.adjusts_id IS NOT NULL THEN
        SELECT COUNT(*) INTO v_link_is_right
        FROM invoice_returns AS r FORCE INDEX (PRIMARY)
        STRAIGHT_JOIN journal_entries AS s FORCE INDEX (PRIMARY)
            ON s.id = NEW.adjusts_id AND s.reference_type = 'invoices_out' AND s.reference_id = r.invoice_id
            AND s.entry_type = IF(OLD.entry_type = 'return', 'invoice', 'invoice_cogs')
        WHERE r.id = OLD.reference_id AND OLD.reference_type = 'invoice_returns';
        IF OLD.reference_type = 'purchase_returns' THEN
            SELECT COUNT(*) INTO v_link_is_right
            FROM purchase_returns AS r FORCE INDEX (PRIMARY)
            STRAIGHT_JOIN journal_entries AS u FORCE INDEX (PRIMARY)
                ON u.id = NEW.adjusts_id AND u.reference_type = 'purchases' AND u.reference_id = r.purchase_id AND u.entry_type = 'purchase'
            WHERE r.id = OLD.reference_id;
        END IF;
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

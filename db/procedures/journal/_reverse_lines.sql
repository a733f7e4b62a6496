-- The lines of an entry that reverses another: the accounts of that one and of what adjusted it, with debit and credit changed
-- over, tax by tax.
-- Parameters: p_entry_id of _open_entry; p_reverses_id.
CREATE PROCEDURE _reverse_lines(IN p_entry_id INT, IN p_reverses_id INT)
MODIFIES SQL DATA
BEGIN
    INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, supplier_id, tax_id, tax_rate, debit, credit)
    SELECT
        p_entry_id, ROW_NUMBER() OVER (ORDER BY MIN(l.journal_entry_id * 100000 + l.line_no)), l.account_id, l.role, l.customer_id, l.supplier_id,
        l.tax_id, l.tax_rate, GREATEST(SUM(l.credit - l.debit), 0), GREATEST(SUM(l.debit - l.credit), 0)
    FROM (
        SELECT p_reverses_id AS id
        UNION ALL
        SELECT a.id FROM journal_entries AS a FORCE INDEX (journal_entries_adjusting) WHERE a.adjusts_id = p_reverses_id
    ) AS e
    STRAIGHT_JOIN journal_entry_lines AS l FORCE INDEX (PRIMARY) ON l.journal_entry_id = e.id
    GROUP BY l.account_id, l.role, l.customer_id, l.supplier_id, l.tax_id, l.tax_rate HAVING SUM(l.debit - l.credit) <> 0;
END

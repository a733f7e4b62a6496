-- An entry, what adjusted it and its reversal leave nothing on any account, and of no tax.
-- Depth: full
SELECT 'journal_entries' AS table_name, s.reversal_id AS row_id, 0 AS expected, SUM(s.amount) AS found
FROM (
    SELECT e.id AS reversal_id, l.account_id, l.role, l.tax_id, l.tax_rate, l.debit - l.credit AS amount
    FROM journal_entries AS e JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id WHERE e.reverses_id IS NOT NULL
    UNION ALL
    SELECT e.id, l.account_id, l.role, l.tax_id, l.tax_rate, l.debit - l.credit
    FROM journal_entries AS e JOIN journal_entry_lines AS l ON l.journal_entry_id = e.reverses_id
    UNION ALL
    SELECT e.id, l.account_id, l.role, l.tax_id, l.tax_rate, l.debit - l.credit
    FROM journal_entries AS e JOIN journal_entries AS a ON a.adjusts_id = e.reverses_id JOIN journal_entry_lines AS l ON l.journal_entry_id = a.id
) AS s
GROUP BY s.reversal_id, s.account_id, s.role, s.tax_id, s.tax_rate
HAVING SUM(s.amount) <> 0

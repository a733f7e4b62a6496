-- Every entry is posted, and its debits are its credits.
-- Depth: newest
SELECT 'journal_entries' AS table_name, e.id AS row_id, '1 0.0000' AS expected, CONCAT_WS(' ', e.posted, COALESCE(SUM(l.debit - l.credit), 0.0000)) AS found
FROM journal_entries AS e
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY e.id, e.posted
HAVING e.posted <> 1 OR COALESCE(SUM(l.debit - l.credit), 0) <> 0

-- What an entry posts to inventory is the value of its movements.
-- Depth: full
SELECT 'journal_entries' AS table_name, e.id AS row_id, COALESCE(m.amount, 0) AS expected, COALESCE(l.amount, 0) AS found
FROM journal_entries AS e
LEFT JOIN (SELECT journal_entry_id, SUM(total_cost) AS amount FROM inventory_transactions GROUP BY journal_entry_id) AS m ON m.journal_entry_id = e.id
LEFT JOIN (
    SELECT journal_entry_id, SUM(debit - credit) AS amount FROM journal_entry_lines WHERE role = 'inventory' GROUP BY journal_entry_id
) AS l ON l.journal_entry_id = e.id
WHERE COALESCE(m.amount, 0) - (COALESCE(l.amount, 0)) <> 0

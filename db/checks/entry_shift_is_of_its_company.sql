-- An entry's shift is one of its company.
-- Depth: newest
SELECT 'journal_entries' AS table_name, e.id AS row_id, e.company_id AS expected, s.company_id AS found
FROM journal_entries AS e
LEFT JOIN shifts AS s ON s.id = e.shift_id
WHERE e.shift_id IS NOT NULL AND NOT s.company_id <=> e.company_id

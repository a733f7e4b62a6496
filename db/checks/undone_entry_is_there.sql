-- An entry that reverses or adjusts another names one that is there.
-- Depth: newest
SELECT
    'journal_entries' AS table_name, e.id AS row_id, CONCAT_WS(' ', e.reverses_id, e.adjusts_id) AS expected, COALESCE(CONCAT_WS(' ', r.id, a.id), '') AS found
FROM journal_entries AS e
LEFT JOIN journal_entries AS r ON r.id = e.reverses_id
LEFT JOIN journal_entries AS a ON a.id = e.adjusts_id
WHERE (e.reverses_id IS NOT NULL AND r.id IS NULL) OR (e.adjusts_id IS NOT NULL AND a.id IS NULL)

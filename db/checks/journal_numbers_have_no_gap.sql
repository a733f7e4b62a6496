-- The journal entries of a branch and day are numbered 1 to N, and a number is made of its kind, its branch's code (but for a main branch),
-- its day and its place.
SELECT 'branches' AS table_name, e.branch_id AS row_id, COUNT(*) AS expected, MAX(CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED)) AS found
FROM journal_entries AS e
JOIN branches AS b ON b.id = e.branch_id
GROUP BY e.branch_id, e.entry_date
HAVING
    COUNT(*) <> MAX(CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED))
    OR COUNT(*) <> COUNT(DISTINCT CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED))
    OR SUM(e.entry_no = CONCAT(
        'JE-', IF(b.main_of IS NULL, CONCAT(b.code, '-'), ''), e.entry_date + 0, '-',
        IF(CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED) < 10000, LPAD(CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED), 4, '0'), CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED)))) <> COUNT(*)

-- The returns of a branch and day are numbered 1 to N, and a number is made of its kind, its branch's code (but for a main branch),
-- its day and its place.
SELECT 'branches' AS table_name, r.branch_id AS row_id, COUNT(*) AS expected, MAX(CAST(SUBSTRING_INDEX(r.return_no, '-', -1) AS UNSIGNED)) AS found
FROM invoice_returns AS r
JOIN branches AS b ON b.id = r.branch_id
GROUP BY r.branch_id, r.business_date
HAVING
    COUNT(*) <> MAX(CAST(SUBSTRING_INDEX(r.return_no, '-', -1) AS UNSIGNED))
    OR COUNT(*) <> COUNT(DISTINCT CAST(SUBSTRING_INDEX(r.return_no, '-', -1) AS UNSIGNED))
    OR SUM(r.return_no = CONCAT(
        'RET-', IF(b.main_of IS NULL, CONCAT(b.code, '-'), ''), r.business_date + 0, '-',
        IF(CAST(SUBSTRING_INDEX(r.return_no, '-', -1) AS UNSIGNED) < 10000, LPAD(CAST(SUBSTRING_INDEX(r.return_no, '-', -1) AS UNSIGNED), 4, '0'), CAST(SUBSTRING_INDEX(r.return_no, '-', -1) AS UNSIGNED)))) <> COUNT(*)

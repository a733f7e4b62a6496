-- The purchases of a branch and day are numbered 1 to N, and a number is made of its kind, its branch's code (but for a main branch),
-- its day and its place.
SELECT 'branches' AS table_name, p.branch_id AS row_id, COUNT(*) AS expected, MAX(CAST(SUBSTRING_INDEX(p.purchase_no, '-', -1) AS UNSIGNED)) AS found
FROM purchases AS p
JOIN branches AS b ON b.id = p.branch_id
GROUP BY p.branch_id, p.business_date
HAVING
    COUNT(*) <> MAX(CAST(SUBSTRING_INDEX(p.purchase_no, '-', -1) AS UNSIGNED))
    OR COUNT(*) <> COUNT(DISTINCT CAST(SUBSTRING_INDEX(p.purchase_no, '-', -1) AS UNSIGNED))
    OR SUM(p.purchase_no = CONCAT(
        'PO-', IF(b.main_of IS NULL, CONCAT(b.code, '-'), ''), p.business_date + 0, '-',
        IF(CAST(SUBSTRING_INDEX(p.purchase_no, '-', -1) AS UNSIGNED) < 10000, LPAD(CAST(SUBSTRING_INDEX(p.purchase_no, '-', -1) AS UNSIGNED), 4, '0'), CAST(SUBSTRING_INDEX(p.purchase_no, '-', -1) AS UNSIGNED)))) <> COUNT(*)

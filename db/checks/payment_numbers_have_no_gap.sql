-- The payments of a branch and day are numbered 1 to N, and the number stands for the day and its place.
SELECT 'branches' AS table_name, p.branch_id AS row_id, COUNT(*) AS expected, MAX(CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED)) AS found
FROM invoice_payments AS p
WHERE p.payment_no IS NOT NULL
GROUP BY p.branch_id, p.business_date
HAVING
    COUNT(*) <> MAX(CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED))
    OR COUNT(*) <> COUNT(DISTINCT CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED))
    OR MIN(SUBSTRING_INDEX(SUBSTRING_INDEX(p.payment_no, '-', -2), '-', 1)) <> DATE_FORMAT(p.business_date, '%Y%m%d')
    OR MAX(SUBSTRING_INDEX(SUBSTRING_INDEX(p.payment_no, '-', -2), '-', 1)) <> DATE_FORMAT(p.business_date, '%Y%m%d')

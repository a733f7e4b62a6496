-- The invoices of a branch and day are numbered 1 to N, and the number stands for the day and its place.
SELECT 'branches' AS table_name, o.branch_id AS row_id, COUNT(*) AS expected, MAX(CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED)) AS found
FROM invoices_out AS o
WHERE o.invoice_no IS NOT NULL
GROUP BY o.branch_id, o.invoice_date
HAVING
    COUNT(*) <> MAX(CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED))
    OR COUNT(*) <> COUNT(DISTINCT CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED))
    OR MIN(SUBSTRING_INDEX(SUBSTRING_INDEX(o.invoice_no, '-', -2), '-', 1)) <> DATE_FORMAT(o.invoice_date, '%Y%m%d')
    OR MAX(SUBSTRING_INDEX(SUBSTRING_INDEX(o.invoice_no, '-', -2), '-', 1)) <> DATE_FORMAT(o.invoice_date, '%Y%m%d')

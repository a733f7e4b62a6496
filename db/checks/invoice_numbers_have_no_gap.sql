-- The invoices of a branch and day are numbered 1 to N, and a number is made of its kind, its branch's code (but for a main branch),
-- its day and its place.
SELECT 'branches' AS table_name, o.branch_id AS row_id, COUNT(*) AS expected, MAX(CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED)) AS found
FROM invoices_out AS o
JOIN branches AS b ON b.id = o.branch_id
WHERE o.invoice_no IS NOT NULL
GROUP BY o.branch_id, o.invoice_date
HAVING
    COUNT(*) <> MAX(CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED))
    OR COUNT(*) <> COUNT(DISTINCT CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED))
    OR SUM(o.invoice_no = CONCAT(
        'INV-', IF(b.main_of IS NULL, CONCAT(b.code, '-'), ''), o.invoice_date + 0, '-',
        IF(CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED) < 10000, LPAD(CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED), 4, '0'), CAST(SUBSTRING_INDEX(o.invoice_no, '-', -1) AS UNSIGNED)))) <> COUNT(*)

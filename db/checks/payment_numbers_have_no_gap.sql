-- The payments of a branch and day, of customers and to suppliers, are numbered 1 to N, and a number is made of its kind, its branch's code (but for a main branch),
-- its day and its place.
SELECT 'branches' AS table_name, p.branch_id AS row_id, COUNT(*) AS expected, MAX(CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED)) AS found
FROM (
    SELECT branch_id, business_date, payment_no FROM invoice_payments WHERE payment_no IS NOT NULL
    UNION ALL
    SELECT branch_id, business_date, payment_no FROM supplier_payments
) AS p
JOIN branches AS b ON b.id = p.branch_id
GROUP BY p.branch_id, p.business_date
HAVING
    COUNT(*) <> MAX(CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED))
    OR COUNT(*) <> COUNT(DISTINCT CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED))
    OR SUM(p.payment_no = CONCAT(
        'PAY-', IF(b.main_of IS NULL, CONCAT(b.code, '-'), ''), p.business_date + 0, '-',
        IF(CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED) < 10000, LPAD(CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED), 4, '0'), CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED)))) <> COUNT(*)

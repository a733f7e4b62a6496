-- The debit notes of a company are numbered 1 to N, and a number is made of the company's code, DN and its place.
-- Depth: full
SELECT 'branches' AS table_name, n.branch_id AS row_id, COUNT(*) AS expected, MAX(n.given) AS found
FROM _all_numbers AS n
LEFT JOIN branches AS b ON b.id = n.branch_id
LEFT JOIN companies AS c ON c.id = b.company_id
WHERE n.kind = 'DN'
GROUP BY n.branch_id
HAVING
    COUNT(*) <> MAX(n.given)
    OR COUNT(*) <> COUNT(DISTINCT n.given)
    OR COUNT(*) <> COUNT(IF(n.document_no = CONCAT(c.code, '-DN-', IF(n.given < 10000, LPAD(n.given, 4, '0'), n.given)), 1, NULL))

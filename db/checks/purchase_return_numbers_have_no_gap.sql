-- The returns to suppliers of each series of a branch and each business day are numbered 1 to N, and a number is made of its kind, the code of its
-- series, its day and its place.
-- Depth: full
SELECT 'branches' AS table_name, n.branch_id AS row_id, COUNT(*) AS expected, MAX(n.given) AS found
FROM _all_numbers AS n
LEFT JOIN number_series AS s ON s.branch_id = n.branch_id AND s.kind = 'PRET' AND s.code = n.code
WHERE n.kind = 'PRET'
GROUP BY n.branch_id, n.code, n.day
HAVING
    COUNT(*) <> MAX(n.given)
    OR COUNT(*) <> COUNT(DISTINCT n.given)
    OR COUNT(*) <> COUNT(IF(n.document_no = CONCAT('PRET-', s.code, n.day + 0, '-', IF(n.given < 10000, LPAD(n.given, 4, '0'), n.given)), 1, NULL))

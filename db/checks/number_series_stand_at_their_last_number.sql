-- A series stands at the number of documents that bear its numbers, for its current day and for each day that it has left.
-- Depth: full
SELECT 'number_series' AS table_name, s.branch_id AS row_id, SUM(s.documents) AS expected, SUM(s.last_no) AS found
FROM (
    SELECT branch_id, kind, code, day, last_no, 0 AS documents FROM number_series WHERE last_no > 0
    UNION ALL
    SELECT branch_id, kind, code, day, last_no, 0 FROM number_series_days
    UNION ALL
    SELECT branch_id, kind, code, day, 0, documents FROM _document_numbers
) AS s
GROUP BY s.branch_id, s.kind, s.code, s.day
HAVING SUM(s.documents) <> SUM(s.last_no)

-- A return is worth what its lines are worth, and has a line.
SELECT 'invoice_returns' AS table_name, r.id AS row_id, SUM(l.value) AS expected, r.value AS found
FROM invoice_returns AS r
LEFT JOIN invoice_return_items AS l ON l.return_id = r.id
GROUP BY r.id, r.value
HAVING NOT SUM(l.value) <=> r.value

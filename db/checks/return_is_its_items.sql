-- A return is worth what its lines are worth and their part of the invoice's rounding, is taxed as they are, and has a line.
-- Depth: newest
SELECT
    'invoice_returns' AS table_name, r.id AS row_id, CONCAT_WS(' ', SUM(l.value) + r.rounding_amount, SUM(l.tax_amount)) AS expected,
    CONCAT_WS(' ', r.value, r.tax_amount) AS found
FROM invoice_returns AS r
LEFT JOIN invoice_return_items AS l ON l.return_id = r.id
GROUP BY r.id, r.value, r.tax_amount, r.rounding_amount
HAVING NOT SUM(l.value) + r.rounding_amount <=> r.value OR NOT SUM(l.tax_amount) <=> r.tax_amount

-- What an amendment changed of the tax in all is the sum of what it changed of each.
SELECT 'invoice_amendments' AS table_name, a.id AS row_id, COALESCE(SUM(t.amount), 0) AS expected, a.tax_change AS found
FROM invoice_amendments AS a
LEFT JOIN invoice_amendment_taxes AS t ON t.amendment_id = a.id
GROUP BY a.id, a.tax_change
HAVING COALESCE(SUM(t.amount), 0) <> a.tax_change

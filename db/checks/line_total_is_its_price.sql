-- A line's total is its quantity times its price, rounded to the currency's minor units.
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, ROUND(i.quantity * i.selling_price, m.minor_units) AS expected, i.total_price AS found
FROM invoice_out_items AS i
JOIN invoices_out AS o ON o.id = i.invoice_out_id
JOIN companies AS c ON c.id = o.company_id
JOIN currencies AS m ON m.code = c.currency
LEFT JOIN adoption_findings AS f ON f.check_name = 'line_total_is_its_price' AND f.table_name = 'invoice_out_items' AND f.row_id = i.id
WHERE i.total_price - ROUND(i.quantity * i.selling_price, m.minor_units) <> COALESCE(f.difference, 0)

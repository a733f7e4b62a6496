-- A line's total is its quantity times its price, both of the unit that it was sold in, rounded to the currency's minor units, less its own discount.
-- Depth: newest
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, ROUND(COALESCE(i.unit_qty * i.unit_price, i.quantity * i.selling_price), m.minor_units) - i.line_discount AS expected, i.total_price AS found
FROM invoice_out_items AS i
JOIN invoices_out AS o ON o.id = i.invoice_out_id
JOIN companies AS c ON c.id = o.company_id
JOIN currencies AS m ON m.code = c.currency
LEFT JOIN adoption_findings AS f ON f.check_name = 'line_total_is_its_price' AND f.table_name = 'invoice_out_items' AND f.row_id = i.id
WHERE i.total_price - (ROUND(COALESCE(i.unit_qty * i.unit_price, i.quantity * i.selling_price), m.minor_units) - i.line_discount) <> COALESCE(f.difference, 0)

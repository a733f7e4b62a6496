-- What an amendment changed of what is sold with a tax is what it changed of the tax, at its rate: up to a minor unit or two for each line that the rounding
-- went through.
-- Depth: newest
SELECT 'invoice_amendments' AS table_name, a.id AS row_id, _ratio(t.base, t.rate, 100, m.minor_units) AS expected, t.amount AS found
FROM invoice_amendments AS a
JOIN invoice_amendment_taxes AS t ON t.amendment_id = a.id
JOIN invoice_out_items AS i ON i.invoice_out_id = a.invoice_id
JOIN companies AS c ON c.id = a.company_id
JOIN currencies AS m ON m.code = c.currency
GROUP BY a.id, t.tax_no, t.base, t.rate, t.amount, m.minor_units
HAVING ABS(100 * t.amount - t.base * t.rate) * CAST(ELT(m.minor_units + 1, '1', '10', '100', '1000', '10000') AS DECIMAL(5, 0)) > 200 * COUNT(*)

-- The taxes of an invoice are those of its lines: so its net and its taxes are what was sold, as each line's are.
-- Depth: newest
SELECT
    'invoices_out' AS table_name, o.id AS row_id, CONCAT_WS(' ', COALESCE(SUM(i.tax_amount), 0.0000), COALESCE(SUM(i.added_tax), 0.0000)) AS expected,
    CONCAT_WS(' ', o.tax_total, o.added_tax) AS found
FROM invoices_out AS o
LEFT JOIN invoice_out_items AS i ON i.invoice_out_id = o.id
GROUP BY o.id, o.tax_total, o.added_tax
HAVING o.tax_total <> COALESCE(SUM(i.tax_amount), 0) OR o.added_tax <> COALESCE(SUM(i.added_tax), 0)

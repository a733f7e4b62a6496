-- An invoice in another currency than its company's comes to what its total is worth at its rate.
-- Depth: newest
SELECT
    'invoices_out' AS table_name, i.id AS row_id,
    CONCAT_WS(' ', IF(x.currency = c.currency, NULL, x.currency), CAST(ROUND(x.total * x.exchange_rate, m.minor_units) AS DECIMAL(19, 4)), i.total_after_discount) AS expected,
    CONCAT_WS(' ', x.currency, x.total_base, x.total_base) AS found
FROM invoices_out AS i
JOIN invoice_currencies AS x FORCE INDEX (`PRIMARY`) ON x.invoice_id = i.id
JOIN companies AS c ON c.id = i.company_id
JOIN currencies AS m ON m.code = c.currency
WHERE x.currency = c.currency OR x.total_base <> ROUND(x.total * x.exchange_rate, m.minor_units) OR x.total_base <> i.total_after_discount

-- What is open of an invoice in another currency is its total less its settlements, in both currencies, and in the company's just what the invoice owes.
-- Depth: newest
SELECT
    'invoices_out' AS table_name, i.id AS row_id,
    CONCAT_WS(' ', COALESCE(SUM(s.amount), 0.0000), COALESCE(SUM(s.settled_base), 0.0000), i.remaining_amount) AS expected,
    CONCAT_WS(' ', x.settled_amount, x.settled_base, x.remaining_base) AS found
FROM invoices_out AS i
JOIN invoice_currencies AS x FORCE INDEX (`PRIMARY`) ON x.invoice_id = i.id
LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_of_invoice) ON s.invoice_id = x.invoice_id
GROUP BY i.id, x.settled_amount, x.settled_base, x.remaining_base, i.remaining_amount
HAVING
    x.settled_amount <> COALESCE(SUM(s.amount), 0) OR x.settled_base <> COALESCE(SUM(s.settled_base), 0) OR x.remaining_base <> i.remaining_amount

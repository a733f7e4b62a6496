-- A payment of an invoice in another currency settles a part of it, whole, and is worth what its rate says; money that the invoice gives back for goods does
-- not, unless it undoes a payment by itself.
-- Depth: newest
SELECT
    'invoice_payments' AS table_name, p.id AS row_id, CONCAT_WS(' ', x.invoice_id, p.payment_amount) AS expected,
    CONCAT_WS(' ', s.invoice_id, ROUND(s.amount * s.exchange_rate, m.minor_units)) AS found
FROM invoice_payments AS p
LEFT JOIN invoice_currencies AS x FORCE INDEX (`PRIMARY`) ON x.invoice_id = p.invoice_id
LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_once) ON s.payment_id = p.id
LEFT JOIN companies AS c ON c.id = p.company_id
LEFT JOIN currencies AS m ON m.code = c.currency
WHERE
    (s.id IS NULL AND x.invoice_id IS NOT NULL AND (p.payment_amount > 0 OR p.voids_id IS NOT NULL))
    OR (s.id IS NOT NULL AND NOT s.invoice_id <=> p.invoice_id)
    OR ROUND(s.amount * s.exchange_rate, m.minor_units) <> p.payment_amount OR SIGN(s.amount) <> SIGN(p.payment_amount)

-- A payment of a debit note is applied to it, whole; one of an invoice to none. What it is worth follows from the rate that it keeps.
-- Depth: newest
SELECT
    'invoice_payments' AS table_name, p.id AS row_id,
    CONCAT_WS(' ', p.debit_note_id, IF(p.debit_note_id IS NULL, NULL, p.payment_amount)) AS expected,
    CONCAT_WS(' ', a.debit_note_id, COALESCE(ROUND(a.amount * a.exchange_rate, m.minor_units), a.amount)) AS found
FROM invoice_payments AS p
LEFT JOIN customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_once) ON a.payment_id = p.id
LEFT JOIN companies AS c ON c.id = p.company_id
LEFT JOIN currencies AS m ON m.code = c.currency
WHERE
    NOT a.debit_note_id <=> p.debit_note_id OR ROUND(a.amount * a.exchange_rate, m.minor_units) <> p.payment_amount
    OR SIGN(a.amount) <> SIGN(p.payment_amount)

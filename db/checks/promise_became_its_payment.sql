-- A promised payment that was completed is a payment of its invoice, of its method, and the money that was promised was handed over.
-- Depth: newest
SELECT
    'pending_payments' AS table_name, w.id AS row_id,
    CONCAT_WS(' ', w.invoice_id, w.payment_method, w.amount) AS expected, CONCAT_WS(' ', p.invoice_id, p.payment_method, p.tendered) AS found
FROM pending_payments AS w
JOIN invoice_payments AS p ON p.id = w.payment_id
WHERE p.invoice_id <> w.invoice_id OR CONVERT(p.payment_method USING ascii) <> CONVERT(w.payment_method USING ascii) OR p.tendered <> w.amount

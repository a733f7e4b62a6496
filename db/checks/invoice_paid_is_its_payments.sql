-- The paid amount is the sum of the payments, refunds being negative ones; of an invoice in another currency, of what they took off it.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, COALESCE(SUM(COALESCE(s.settled_base, p.payment_amount)), 0) AS expected, COALESCE(o.paid_amount, 0) AS found
FROM invoices_out AS o
LEFT JOIN invoice_payments AS p ON p.invoice_id = o.id
LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_once) ON s.payment_id = p.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_paid_is_its_payments' AND f.table_name = 'invoices_out' AND f.row_id = o.id
GROUP BY o.id, o.paid_amount
HAVING COALESCE(o.paid_amount, 0) - (COALESCE(SUM(COALESCE(s.settled_base, p.payment_amount)), 0)) <> COALESCE(MAX(f.difference), 0)

-- What an invoice sold, before it was amended, stands in its customer's ledger; one of a customer without an account does not. Adopted invoices have
-- no number; their ledger is as the shop kept it.
-- Depth: newest
SELECT
    'invoices_out' AS table_name, o.id AS row_id, COALESCE(o.total_after_discount, 0) - COALESCE((SELECT SUM(a.value) FROM invoice_amendments AS a WHERE a.invoice_id = o.id), 0) AS expected,
    COALESCE(SUM(t.amount), 0) AS found
FROM invoices_out AS o
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice) ON t.invoice_id = o.id AND t.customer_id = o.customer_id AND t.transaction_type = 'invoice'
WHERE o.invoice_no IS NOT NULL
GROUP BY o.id, o.total_after_discount, o.customer_id
HAVING
    COALESCE(SUM(t.amount), 0) <> COALESCE(o.total_after_discount, 0) - COALESCE((SELECT SUM(a.value) FROM invoice_amendments AS a WHERE a.invoice_id = o.id), 0)
    AND ((SELECT c.tracks_balance FROM customers AS c WHERE c.id = o.customer_id) OR COUNT(t.id) > 0)

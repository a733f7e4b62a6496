-- What an invoice sold, before it was amended, stands in its customer's ledger. Adopted invoices have no number; their ledger is as the shop kept it.
SELECT
    'invoices_out' AS table_name, o.id AS row_id, COALESCE(o.total_after_discount, 0) - COALESCE(MAX(a.value), 0) AS expected,
    COALESCE(SUM(t.amount), 0) AS found
FROM invoices_out AS o
LEFT JOIN (SELECT invoice_id, SUM(value) AS value FROM invoice_amendments GROUP BY invoice_id) AS a ON a.invoice_id = o.id
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice) ON t.invoice_id = o.id AND t.customer_id = o.customer_id AND t.transaction_type = 'invoice'
WHERE o.invoice_no IS NOT NULL
GROUP BY o.id, o.total_after_discount
HAVING COALESCE(SUM(t.amount), 0) <> COALESCE(o.total_after_discount, 0) - COALESCE(MAX(a.value), 0)

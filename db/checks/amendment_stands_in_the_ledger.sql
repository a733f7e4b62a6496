-- Each amendment that changed what a customer owes has its row in the ledger: the rows of an invoice are as many as its amendments, and come to
-- the same. Customers without an account have no ledger.
-- Depth: full
SELECT
    'invoices_out' AS table_name, a.invoice_id AS row_id, CONCAT_WS(' ', a.changes, a.value) AS expected,
    CONCAT_WS(' ', COUNT(t.id), COALESCE(SUM(t.amount), 0.0000)) AS found
FROM (SELECT invoice_id, SUM(value <> 0) AS changes, SUM(value) AS value FROM invoice_amendments GROUP BY invoice_id) AS a
JOIN invoices_out AS o ON o.id = a.invoice_id
JOIN customers AS c ON c.id = o.customer_id AND c.tracks_balance = 1
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice)
    ON t.invoice_id = a.invoice_id AND t.transaction_type = 'adjustment' AND t.payment_id IS NULL
GROUP BY a.invoice_id, a.changes, a.value
HAVING COUNT(t.id) <> a.changes OR COALESCE(SUM(t.amount), 0) <> a.value

-- What the ledger put on a customer's balance for an invoice, less what it took off, is what is open on it.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, COALESCE(o.remaining_amount, 0) AS expected, COALESCE(SUM(t.balance_after - t.balance_before), 0) AS found
FROM invoices_out AS o
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice) ON t.invoice_id = o.id AND t.customer_id = o.customer_id
WHERE o.invoice_no IS NOT NULL
GROUP BY o.id, o.remaining_amount
HAVING COALESCE(SUM(t.balance_after - t.balance_before), 0) <> COALESCE(o.remaining_amount, 0)

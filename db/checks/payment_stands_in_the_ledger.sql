-- Every payment stands in its customer's ledger once, as what it took off the balance and, when the wallet paid, off the wallet.
SELECT
    'invoice_payments' AS table_name, p.id AS row_id,
    CONCAT_WS(' ', 1, -p.payment_amount, IF(p.payment_method = 'wallet', -p.payment_amount, 0.0000)) AS expected,
    CONCAT_WS(' ', COUNT(t.id), SUM(t.amount), SUM(t.wallet_after - t.wallet_before)) AS found
FROM invoice_payments AS p
JOIN invoices_out AS o ON o.id = p.invoice_id
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice) ON t.invoice_id = p.invoice_id AND t.payment_id = p.id AND t.customer_id = o.customer_id
WHERE p.adopted = 0
GROUP BY p.id, p.payment_amount, p.payment_method
HAVING
    COUNT(t.id) <> 1
    OR NOT SUM(t.amount) <=> -p.payment_amount
    OR NOT SUM(t.wallet_after - t.wallet_before) <=> IF(p.payment_method = 'wallet', -p.payment_amount, 0)

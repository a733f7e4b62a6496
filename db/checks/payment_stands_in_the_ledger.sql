-- Every payment stands in its customer's ledger once, as what it took off the balance and, when the wallet paid, off the wallet; one of a customer
-- without an account does not. (The row of a debit note's payment names the note, n; that of an invoice's the invoice, t. Of a
-- document in another currency the balance falls by what it was worth, not by what was paid.)
-- Depth: newest
SELECT
    'invoice_payments' AS table_name, p.id AS row_id,
    CONCAT_WS(' ', 1, -COALESCE(MAX(a.settled_base), MAX(s.settled_base), p.payment_amount), IF(p.payment_method = 'wallet', -p.payment_amount, 0.0000)) AS expected,
    CONCAT_WS(
        ' ', COUNT(COALESCE(t.id, n.id)), SUM(COALESCE(t.balance_after - t.balance_before, n.balance_after - n.balance_before)),
        SUM(COALESCE(t.wallet_after - t.wallet_before, n.wallet_after - n.wallet_before))) AS found
FROM invoice_payments AS p
LEFT JOIN invoices_out AS o ON o.id = p.invoice_id
LEFT JOIN customer_debit_notes AS d ON d.id = p.debit_note_id
LEFT JOIN customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_once) ON a.payment_id = p.id
LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_once) ON s.payment_id = p.id
LEFT JOIN customers AS c FORCE INDEX (`PRIMARY`) ON c.id = COALESCE(o.customer_id, d.customer_id)
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice) ON t.invoice_id = p.invoice_id AND t.payment_id = p.id AND t.customer_id = c.id
LEFT JOIN customer_transactions AS n FORCE INDEX (customer_transactions_of_debit_note) ON n.debit_note_id = p.debit_note_id AND n.payment_id = p.id AND n.customer_id = c.id
WHERE p.adopted = 0
GROUP BY p.id, p.payment_amount, p.payment_method, c.id, c.tracks_balance
HAVING
    (
        COUNT(COALESCE(t.id, n.id)) <> 1
        OR NOT SUM(COALESCE(t.balance_after - t.balance_before, n.balance_after - n.balance_before)) <=> -COALESCE(MAX(a.settled_base), MAX(s.settled_base), p.payment_amount)
        OR NOT SUM(COALESCE(t.wallet_after - t.wallet_before, n.wallet_after - n.wallet_before)) <=> IF(p.payment_method = 'wallet', -p.payment_amount, 0))
    AND (c.tracks_balance OR COUNT(COALESCE(t.id, n.id)) > 0)

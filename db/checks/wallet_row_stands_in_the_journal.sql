-- A wallet movement since the books were opened stands in the journal once, with what the wallet gained: by itself or, where a payment
-- row moved it, with that.
-- Depth: newest
SELECT
    'wallet_transactions' AS table_name, w.id AS row_id, CONCAT_WS(' ', 1, w.wallet_after - w.wallet_before) AS expected,
    CONCAT_WS(' ', COUNT(DISTINCT e.id), COALESCE(SUM(l.credit - l.debit), 0.0000)) AS found
FROM wallet_transactions AS w
LEFT JOIN customer_transactions AS t ON t.customer_id = w.customer_id AND t.seq = w.seq AND t.wallet_transaction = w.id
LEFT JOIN journal_entries AS e
    ON e.reference_type = IF(t.payment_id IS NULL, 'wallet_transactions', 'invoice_payments') AND e.reference_id = COALESCE(t.payment_id, w.id)
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id AND l.role = 'wallet'
WHERE w.id > COALESCE((SELECT CAST(s.value AS SIGNED) FROM settings AS s WHERE s.name = 'books_opened_after.wallet_transactions'), 0)
GROUP BY w.id, w.wallet_after, w.wallet_before
HAVING COUNT(DISTINCT e.id) <> 1 OR COALESCE(SUM(l.credit - l.debit), 0) <> w.wallet_after - w.wallet_before

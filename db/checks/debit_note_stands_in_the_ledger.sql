-- What a debit note comes to, unless it stood there when it was adopted, stands in its customer's ledger, in the company's currency; once it is cancelled, with what took it off again. Payments are no part of this.
-- Depth: newest
SELECT
    'customer_debit_notes' AS table_name, n.id AS row_id,
    CONCAT_WS(' ', IF(n.adopted, 0.0000, n.total_base), IF(n.adopted OR n.cancelled_on IS NOT NULL, 0.0000, n.total_base)) AS expected,
    CONCAT_WS(' ', COALESCE(SUM(IF(t.amount > 0, t.amount, 0)), 0.0000), COALESCE(SUM(t.amount), 0.0000)) AS found
FROM customer_debit_notes AS n
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_of_debit_note)
    ON t.debit_note_id = n.id AND t.customer_id = n.customer_id AND t.payment_id IS NULL AND t.transaction_type = 'adjustment'
GROUP BY n.id, n.adopted, n.total_base, n.cancelled_on
HAVING
    COALESCE(SUM(IF(t.amount > 0, t.amount, 0)), 0) <> IF(n.adopted, 0, n.total_base)
    OR COALESCE(SUM(t.amount), 0) <> IF(n.adopted OR n.cancelled_on IS NOT NULL, 0, n.total_base)

-- What is applied to a debit note is the sum of its applications, in its own currency and in the company's.
-- Depth: newest
SELECT
    'customer_debit_notes' AS table_name, n.id AS row_id,
    CONCAT_WS(' ', COALESCE(SUM(a.amount), 0.0000), COALESCE(SUM(a.settled_base), 0.0000)) AS expected, CONCAT_WS(' ', n.applied_amount, n.applied_base) AS found
FROM customer_debit_notes AS n
LEFT JOIN customer_debit_note_applications AS a ON a.debit_note_id = n.id
GROUP BY n.id, n.applied_amount, n.applied_base
HAVING n.applied_amount <> COALESCE(SUM(a.amount), 0) OR n.applied_base <> COALESCE(SUM(a.settled_base), 0)

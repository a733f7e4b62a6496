-- What the receivables say of a customer is the balance.
-- Depth: full
SELECT 'customers' AS table_name, c.id AS row_id, COALESCE(c.balance, 0) AS expected, COALESCE(s.amount, 0) AS found
FROM customers AS c
LEFT JOIN (
    SELECT l.customer_id, SUM(l.debit - l.credit) AS amount FROM journal_entry_lines AS l WHERE l.role = 'receivables' GROUP BY l.customer_id
) AS s ON s.customer_id = c.id
WHERE COALESCE(s.amount, 0) - (COALESCE(c.balance, 0)) <> 0

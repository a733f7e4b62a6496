-- What the books owe a customer for the wallet is the wallet.
-- Depth: full
SELECT 'customers' AS table_name, c.id AS row_id, COALESCE(c.wallet, 0) AS expected, COALESCE(s.amount, 0) AS found
FROM customers AS c
LEFT JOIN (
    SELECT l.customer_id, SUM(l.credit - l.debit) AS amount FROM journal_entry_lines AS l WHERE l.role = 'wallet' GROUP BY l.customer_id
) AS s ON s.customer_id = c.id
WHERE COALESCE(s.amount, 0) - (COALESCE(c.wallet, 0)) <> 0

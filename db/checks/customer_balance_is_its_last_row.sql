-- A customer's balance is where the ledger ended.
SELECT 'customers' AS table_name, c.id AS row_id, COALESCE(t.balance_after, 0) AS expected, COALESCE(c.balance, 0) AS found
FROM customers AS c
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_in_order) ON t.customer_id = c.id AND t.seq = (
    SELECT MAX(l.seq) FROM customer_transactions AS l WHERE l.customer_id = c.id)
WHERE COALESCE(c.balance, 0) - (COALESCE(t.balance_after, 0)) <> 0

-- A customer owes what is open on the invoices.
SELECT 'customers' AS table_name, c.id AS row_id, COALESCE(SUM(o.remaining_amount), 0) AS expected, COALESCE(c.balance, 0) AS found
FROM customers AS c
LEFT JOIN invoices_out AS o ON o.customer_id = c.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'customer_balance_is_what_is_open' AND f.table_name = 'customers' AND f.row_id = c.id
GROUP BY c.id, c.balance
HAVING COALESCE(c.balance, 0) - (COALESCE(SUM(o.remaining_amount), 0)) <> COALESCE(MAX(f.difference), 0)

-- Every payment of a supplier stands in the ledger once, as what it took off the balance.
-- Depth: newest
SELECT 'supplier_payments' AS table_name, p.id AS row_id, CONCAT_WS(' ', 1, -p.amount) AS expected, CONCAT_WS(' ', COUNT(t.id), SUM(t.amount)) AS found
FROM supplier_payments AS p
LEFT JOIN supplier_transactions AS t ON t.payment_id = p.id AND t.supplier_id = p.supplier_id
WHERE p.supplier_id IS NOT NULL
GROUP BY p.id, p.amount
HAVING COUNT(t.id) <> 1 OR NOT SUM(t.amount) <=> -p.amount

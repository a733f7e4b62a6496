-- What went back to a supplier stands in the supplier's ledger, as what it took off the balance.
-- Depth: newest
SELECT 'purchase_returns' AS table_name, r.id AS row_id, -r.value AS expected, COALESCE(SUM(t.amount), 0.0000) AS found
FROM purchase_returns AS r
JOIN purchases AS p ON p.id = r.purchase_id
LEFT JOIN supplier_transactions AS t ON t.purchase_return_id = r.id AND t.supplier_id = p.supplier_id
WHERE p.supplier_id IS NOT NULL
GROUP BY r.id, r.value
HAVING COALESCE(SUM(t.amount), 0) <> -r.value

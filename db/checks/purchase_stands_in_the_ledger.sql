-- What a purchase comes to stands in its supplier's ledger; once it is reversed, with what took it off again, but for what went back before.
-- Depth: newest
SELECT
    'purchases' AS table_name, p.id AS row_id,
    CONCAT_WS(' ', p.total, IF(p.reversed_on IS NULL, p.total, COALESCE(MAX(r.value), 0.0000))) AS expected,
    CONCAT_WS(' ', COALESCE(SUM(IF(t.transaction_type = 'purchase', t.amount, 0)), 0.0000), COALESCE(SUM(t.amount), 0.0000)) AS found
FROM purchases AS p
LEFT JOIN supplier_transactions AS t ON t.purchase_id = p.id AND t.supplier_id = p.supplier_id
LEFT JOIN (SELECT purchase_id, SUM(value) AS value FROM purchase_returns GROUP BY purchase_id) AS r ON r.purchase_id = p.id
WHERE p.supplier_id IS NOT NULL
GROUP BY p.id, p.total, p.reversed_on
HAVING
    COALESCE(SUM(IF(t.transaction_type = 'purchase', t.amount, 0)), 0) <> p.total
    OR COALESCE(SUM(t.amount), 0) <> IF(p.reversed_on IS NULL, p.total, COALESCE(MAX(r.value), 0))

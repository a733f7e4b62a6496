-- A row that undoes a payment is its exact opposite, of the same supplier and purchase.
-- Depth: newest
SELECT
    'supplier_payments' AS table_name, u.id AS row_id,
    CONCAT_WS(' ', COALESCE(p.supplier_id, 0), COALESCE(p.purchase_id, 0), -p.amount) AS expected,
    CONCAT_WS(' ', COALESCE(u.supplier_id, 0), COALESCE(u.purchase_id, 0), u.amount) AS found
FROM supplier_payments AS u
JOIN supplier_payments AS p ON p.id = u.undoes_id
WHERE NOT u.supplier_id <=> p.supplier_id OR NOT u.purchase_id <=> p.purchase_id OR u.amount <> -p.amount

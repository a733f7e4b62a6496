-- The batches of a reversed purchase are out of stock for good.
-- Depth: newest
SELECT 'batches' AS table_name, b.id AS row_id, 'reverted' AS expected, b.status AS found
FROM batches AS b
JOIN purchases AS p ON p.id = b.purchase_id
WHERE p.reversed_on IS NOT NULL AND b.status <> 'reverted'

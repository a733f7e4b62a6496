-- Quantity and value of a batch are what its movements add up to.
-- Depth: full
SELECT
    'batches' AS table_name, b.id AS row_id, CONCAT_WS(' ', COALESCE(SUM(m.qty), 0.0000), COALESCE(SUM(m.total_cost), 0.0000)) AS expected,
    CONCAT_WS(' ', b.remaining, COALESCE(b.stock_value, 0.0000)) AS found
FROM batches AS b
LEFT JOIN inventory_transactions AS m FORCE INDEX (inventory_transactions_of_batch) ON m.batch_id = b.id AND m.product_id = b.product_id
GROUP BY b.id, b.remaining, b.stock_value
HAVING b.remaining - (COALESCE(SUM(m.qty), 0)) <> 0 OR COALESCE(b.stock_value, 0) - (COALESCE(SUM(m.total_cost), 0)) <> 0

-- The value left in a batch is the value received less the costs taken, adjusted away and sent back: nothing is lost to rounding. Of a reversed purchase nothing is left.
-- Depth: full
SELECT 'batches' AS table_name, b.id AS row_id, IF(MAX(p.id) IS NULL, COALESCE(b.original_value, 0) - COALESCE(MAX(r.cost), 0), 0) - COALESCE(SUM(a.line_cost), 0) + COALESCE(MAX(j.cost), 0) AS expected, COALESCE(b.stock_value, 0) AS found
FROM batches AS b
LEFT JOIN sale_item_allocations AS a ON a.batch_id = b.id
LEFT JOIN (SELECT batch_id, SUM(cost) AS cost FROM stock_adjustment_items WHERE qty < 0 GROUP BY batch_id) AS j ON j.batch_id = b.id
LEFT JOIN (SELECT batch_id, SUM(cost) AS cost FROM purchase_return_items GROUP BY batch_id) AS r ON r.batch_id = b.id
LEFT JOIN purchases AS p ON p.id = b.purchase_id AND p.reversed_on IS NOT NULL
LEFT JOIN adoption_findings AS f ON f.check_name = 'batch_value_is_received_less_taken' AND f.table_name = 'batches' AND f.row_id = b.id
GROUP BY b.id, b.original_value, b.stock_value
HAVING COALESCE(b.stock_value, 0) - (IF(MAX(p.id) IS NULL, COALESCE(b.original_value, 0) - COALESCE(MAX(r.cost), 0), 0) - COALESCE(SUM(a.line_cost), 0) + COALESCE(MAX(j.cost), 0)) <> COALESCE(MAX(f.difference), 0)

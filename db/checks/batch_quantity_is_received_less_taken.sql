-- What is left of a batch is what was received less what was taken, adjusted away and sent back; of a reversed purchase nothing is.
-- Depth: full
SELECT 'batches' AS table_name, b.id AS row_id, IF(MAX(p.id) IS NULL, b.original_qty - COALESCE(MAX(r.qty), 0), 0) - COALESCE(SUM(a.qty), 0) + COALESCE(MAX(j.qty), 0) AS expected, b.remaining AS found
FROM batches AS b
LEFT JOIN sale_item_allocations AS a ON a.batch_id = b.id
LEFT JOIN (SELECT batch_id, SUM(qty) AS qty FROM stock_adjustment_items WHERE qty < 0 GROUP BY batch_id) AS j ON j.batch_id = b.id
LEFT JOIN (SELECT batch_id, SUM(qty) AS qty FROM purchase_return_items GROUP BY batch_id) AS r ON r.batch_id = b.id
LEFT JOIN purchases AS p ON p.id = b.purchase_id AND p.reversed_on IS NOT NULL
LEFT JOIN adoption_findings AS f ON f.check_name = 'batch_quantity_is_received_less_taken' AND f.table_name = 'batches' AND f.row_id = b.id
GROUP BY b.id, b.original_qty, b.remaining
HAVING b.remaining - (IF(MAX(p.id) IS NULL, b.original_qty - COALESCE(MAX(r.qty), 0), 0) - COALESCE(SUM(a.qty), 0) + COALESCE(MAX(j.qty), 0)) <> COALESCE(MAX(f.difference), 0)

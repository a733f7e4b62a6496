-- What is left of a batch is what was received less what was taken.
SELECT 'batches' AS table_name, b.id AS row_id, b.original_qty - COALESCE(SUM(a.qty), 0) AS expected, b.remaining AS found
FROM batches AS b
LEFT JOIN sale_item_allocations AS a ON a.batch_id = b.id
LEFT JOIN adoption_findings AS f ON f.check_name = 'batch_quantity_is_received_less_taken' AND f.table_name = 'batches' AND f.row_id = b.id
GROUP BY b.id, b.original_qty, b.remaining
HAVING b.remaining - (b.original_qty - COALESCE(SUM(a.qty), 0)) <> COALESCE(MAX(f.difference), 0)

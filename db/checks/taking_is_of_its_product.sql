-- What a line took, it took from batches of its own product. (What came back went where it came from.)
-- Depth: newest
SELECT 'sale_item_allocations' AS table_name, a.id AS row_id, i.product_id AS expected, b.product_id AS found
FROM sale_item_allocations AS a
JOIN invoice_out_items AS i ON i.id = a.sale_item_id
JOIN batches AS b ON b.id = a.batch_id
LEFT JOIN adoption_findings AS f ON f.check_name = 'taking_is_of_its_product' AND f.table_name = 'sale_item_allocations' AND f.row_id = a.id
WHERE (a.qty > 0 OR a.adopted = 1) AND b.product_id - i.product_id <> COALESCE(f.difference, 0)

-- A line that an amendment brought, or took goods for, has the figures that it has now in the last row of its audit trail.
-- Depth: full
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, CONCAT_WS(' ', i.quantity, i.total_price) AS expected,
    CONCAT_WS(' ', JSON_EXTRACT(g.values_after, '$.quantity'), JSON_EXTRACT(g.values_after, '$.total_price')) AS found
FROM invoice_out_items AS i
JOIN (SELECT DISTINCT sale_item_id FROM sale_item_allocations WHERE amendment_id IS NOT NULL) AS a ON a.sale_item_id = i.id
LEFT JOIN (SELECT document_id, MAX(id) AS last_id FROM audit_log WHERE action = 'amend' AND document_table = 'invoice_out_items' GROUP BY document_id) AS m ON m.document_id = i.id
LEFT JOIN audit_log AS g ON g.id = m.last_id
WHERE
    g.id IS NULL OR CAST(JSON_UNQUOTE(JSON_EXTRACT(g.values_after, '$.quantity')) AS DECIMAL(19, 4)) <> i.quantity
    OR CAST(JSON_UNQUOTE(JSON_EXTRACT(g.values_after, '$.total_price')) AS DECIMAL(19, 4)) <> i.total_price

-- What a line says in another currency stands under an invoice that says something in it.
-- Depth: full
SELECT 'invoice_out_items' AS table_name, n.sale_item_id AS row_id, 0 AS expected, 1 AS found
FROM invoice_currency_items AS n
JOIN invoice_out_items AS l FORCE INDEX (`PRIMARY`) ON l.id = n.sale_item_id
LEFT JOIN invoice_currencies AS x FORCE INDEX (`PRIMARY`) ON x.invoice_id = l.invoice_out_id
WHERE x.invoice_id IS NULL

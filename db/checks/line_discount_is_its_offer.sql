-- What an offer gave a line is the line's discount, unless an amendment changed the line since.
-- Depth: full
SELECT 'invoice_offers' AS table_name, f.id AS row_id, f.amount AS expected, l.line_discount AS found
FROM invoice_offers AS f
LEFT JOIN invoice_out_items AS l ON l.id = f.sale_item_id AND l.invoice_out_id = f.invoice_id
WHERE f.sale_item_id IS NOT NULL AND NOT l.line_discount <=> f.amount
    AND NOT EXISTS (SELECT 1 FROM invoice_amendments AS a WHERE a.invoice_id = f.invoice_id)

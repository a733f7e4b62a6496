-- A line that was sold in another unit, of an invoice that was never amended, is of so many of the product's own.
-- Depth: full
SELECT 'invoice_out_items' AS table_name, i.id AS row_id, i.unit_qty * i.unit_factor AS expected, i.quantity AS found
FROM invoice_out_items AS i
WHERE i.quantity <> i.unit_qty * i.unit_factor
    AND NOT EXISTS (SELECT 1 FROM invoice_amendments AS a WHERE a.invoice_id = i.invoice_out_id)

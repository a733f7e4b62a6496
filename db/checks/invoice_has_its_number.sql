-- Every invoice but the adopted ones bears a number. Its lines tell: those of an adopted one are adopted.
-- Depth: full
SELECT 'invoices_out' AS table_name, o.id AS row_id, 'a number' AS expected, o.invoice_no AS found
FROM invoices_out AS o
WHERE o.invoice_no IS NULL
    AND EXISTS (SELECT 1 FROM invoice_out_items AS i WHERE i.invoice_out_id = o.id AND i.adopted = 0)

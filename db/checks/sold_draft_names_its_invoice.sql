-- A draft that was sold names an invoice that is there, of its own company.
-- Depth: newest
SELECT 'invoice_drafts' AS table_name, d.id AS row_id, d.company_id AS expected, i.company_id AS found
FROM invoice_drafts AS d
LEFT JOIN invoices_out AS i ON i.id = d.invoice_id
WHERE d.invoice_id IS NOT NULL AND (i.id IS NULL OR i.company_id <> d.company_id)

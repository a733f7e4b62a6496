-- What is to be paid is the total less the discount.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, COALESCE(o.total_before_discount, 0) - COALESCE(o.discount_amount, 0) AS expected, COALESCE(o.total_after_discount, 0) AS found
FROM invoices_out AS o
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_total_after_discount' AND f.table_name = 'invoices_out' AND f.row_id = o.id
WHERE COALESCE(o.total_after_discount, 0) - (COALESCE(o.total_before_discount, 0) - COALESCE(o.discount_amount, 0)) <> COALESCE(f.difference, 0)

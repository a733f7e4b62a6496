-- What an offer and a coupon took off a whole invoice is in its discount, unless an amendment changed that since.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, SUM(f.amount) AS expected, o.discount_amount AS found
FROM invoice_offers AS f
JOIN invoices_out AS o ON o.id = f.invoice_id
WHERE f.sale_item_id IS NULL AND NOT EXISTS (SELECT 1 FROM invoice_amendments AS a WHERE a.invoice_id = o.id)
GROUP BY o.id, o.discount_amount
HAVING SUM(f.amount) > o.discount_amount

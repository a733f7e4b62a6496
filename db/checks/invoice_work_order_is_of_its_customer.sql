-- An invoice's work order belongs to the invoice's customer.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, o.customer_id AS expected, w.customer_id AS found
FROM invoices_out AS o
JOIN work_orders AS w ON w.id = o.work_order_id
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_work_order_is_of_its_customer' AND f.table_name = 'invoices_out' AND f.row_id = o.id
WHERE w.customer_id - o.customer_id <> COALESCE(f.difference, 0)

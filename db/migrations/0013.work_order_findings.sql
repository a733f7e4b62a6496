-- Adopted invoices on a work order of another customer; the check of that name is younger than the other findings. An invoice
-- with a number was written by a procedure, which refuses that: no finding may excuse it.
-- depends: 0012.rules

INSERT IGNORE INTO adoption_findings (check_name, table_name, row_id, expected, found, difference)
SELECT 'invoice_work_order_is_of_its_customer', 'invoices_out', o.id, o.customer_id, w.customer_id, w.customer_id - o.customer_id
FROM invoices_out AS o
JOIN work_orders AS w ON w.id = o.work_order_id
WHERE w.customer_id <> o.customer_id AND o.invoice_no IS NULL;

-- Work orders with the totals of their live invoices: invoiced = paid + remaining.
CREATE VIEW report_work_orders AS
SELECT
    w.id AS work_order_id, w.customer_id, c.company_id, c.name AS customer_name, w.title, w.description, w.status, w.start_date, w.notes,
    w.total_invoice_amount, w.total_paid, w.total_remaining, w.created_by, u.username AS created_by_name, w.created_at, w.updated_at
FROM work_orders AS w
INNER JOIN customers AS c ON c.id = w.customer_id
INNER JOIN users AS u ON u.id = w.created_by

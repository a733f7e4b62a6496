-- Payments of invoices: what was applied (amount), what was handed over (tendered) and what was given back in cash (change_given).
CREATE VIEW report_payments AS
SELECT
    p.id AS payment_id, p.payment_no, p.company_id, p.branch_id, p.business_date, p.invoice_id, i.invoice_no,
    i.customer_id, c.name AS customer_name, p.work_order_id, p.payment_method AS method, m.name_ar AS method_name_ar, m.name_en AS method_name_en,
    p.payment_amount AS amount, p.tendered, p.change_given, p.wallet_before, p.wallet_after, p.notes,
    p.created_by, u.username AS created_by_name, p.created_at
FROM invoice_payments AS p
INNER JOIN invoices_out AS i ON i.id = p.invoice_id
INNER JOIN customers AS c ON c.id = i.customer_id
INNER JOIN users AS u ON u.id = p.created_by
LEFT JOIN payment_methods AS m ON m.code = CONVERT(p.payment_method USING ascii)

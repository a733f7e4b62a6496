-- Goods that came back, line by line: value is off the customer's debt or back to the customer, tax_amount what of it is tax, cost back in stock.
-- (What a return took along of its invoice's rounding is no line's.)
CREATE VIEW report_returns AS
SELECT
    r.id AS return_id, r.return_no, r.company_id, co.currency, r.branch_id, r.business_date, r.invoice_id, o.invoice_no, o.customer_id,
    c.name AS customer_name, i.sale_item_id AS item_id, l.product_id, p.product_code, p.name AS product_name, i.qty AS quantity, i.value, i.tax_amount, i.cost,
    r.reason, r.created_by, u.username AS created_by_name, r.created_at
FROM invoice_returns AS r
INNER JOIN companies AS co ON co.id = r.company_id
INNER JOIN invoices_out AS o ON o.id = r.invoice_id
INNER JOIN customers AS c ON c.id = o.customer_id
INNER JOIN invoice_return_items AS i ON i.return_id = r.id
INNER JOIN invoice_out_items AS l ON l.id = i.sale_item_id
INNER JOIN products AS p ON p.id = l.product_id
INNER JOIN users AS u ON u.id = r.created_by

-- Invoices with their state in words (paid, partial, pending, canceled, reverted), in the company's currency. Profit is without what was
-- returned; a canceled or reverted invoice keeps its old figures and owes nothing. Of one in another currency, what it says in that stands at the end.
CREATE VIEW report_invoices AS
SELECT
    i.id AS invoice_id, i.invoice_no, i.company_id, i.branch_id, b.code AS branch_code, i.cost_center_id, i.invoice_date, i.due_date,
    i.customer_id, c.name AS customer_name, i.work_order_id, i.invoice_group, _payment_status(i.delivered) AS payment_status,
    co.currency, i.total_before_discount AS total_before, i.discount_type, i.discount_value, i.discount_amount,
    i.total_after_discount AS total_after, i.tax_total, i.rounding_amount,
    i.total_after_discount - i.tax_total - i.rounding_amount AS net_total, i.returned_amount, i.paid_amount, i.remaining_amount, i.total_cost, i.profit_amount,
    i.notes, i.cancel_reason, i.revert_reason, i.created_by, u.username AS created_by_name, i.created_at,
    x.currency AS document_currency, x.exchange_rate, x.total AS document_total, x.remaining_amount AS document_remaining
FROM invoices_out AS i
INNER JOIN customers AS c ON c.id = i.customer_id
INNER JOIN branches AS b ON b.id = i.branch_id
INNER JOIN companies AS co ON co.id = i.company_id
LEFT JOIN users AS u ON u.id = i.created_by
LEFT JOIN invoice_currencies AS x ON x.invoice_id = i.id

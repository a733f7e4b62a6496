-- Payments of invoices and debit notes: what was applied (amount), what was handed over (tendered) and what was given back in cash (change_given), all in
-- the company's currency; of a debit note, or an invoice in another one, also its currency, what was applied in that (document_amount) and the payment's rate;
-- status completed, failed (voided) or refunded (all of it).
CREATE VIEW report_payments AS
SELECT
    p.id AS payment_id, p.payment_no, p.company_id, p.branch_id, p.business_date, p.invoice_id, i.invoice_no, p.debit_note_id, n.debit_note_no,
    c.id AS customer_id, c.name AS customer_name, p.work_order_id, p.payment_method AS method, m.name_ar AS method_name_ar, m.name_en AS method_name_en,
    p.payment_amount AS amount, COALESCE(n.currency, x.currency) AS document_currency,
    COALESCE(a.amount, s.amount) AS document_amount, COALESCE(a.exchange_rate, s.exchange_rate) AS exchange_rate, p.tendered, p.change_given, p.wallet_before, p.wallet_after, p.notes,
    p.created_by, u.username AS created_by_name, p.created_at, _state_of_payment(p.id, p.payment_amount) AS status
FROM invoice_payments AS p
LEFT JOIN invoices_out AS i ON i.id = p.invoice_id
LEFT JOIN customer_debit_notes AS n ON n.id = p.debit_note_id
LEFT JOIN customer_debit_note_applications AS a ON a.payment_id = p.id
LEFT JOIN invoice_currencies AS x ON x.invoice_id = p.invoice_id
LEFT JOIN invoice_settlements AS s ON s.payment_id = p.id
INNER JOIN customers AS c ON c.id = COALESCE(i.customer_id, n.customer_id)
INNER JOIN users AS u ON u.id = p.created_by
LEFT JOIN payment_methods AS m ON m.code = CONVERT(p.payment_method USING ascii)

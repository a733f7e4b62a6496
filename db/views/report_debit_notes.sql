-- Debit notes: what customers owe beside their invoices, opening balances among them (no source_invoice_id), what of it is applied, and
-- what is open, in the note's currency; total_base and remaining_base in the company's. A cancelled one owes nothing.
CREATE VIEW report_debit_notes AS
SELECT
    n.id AS debit_note_id, n.debit_note_no, n.company_id, n.branch_id, b.code AS branch_code, n.cost_center_id, n.debit_note_date, n.customer_id,
    c.name AS customer_name, n.source_invoice_id, i.invoice_no AS source_invoice_no, n.reference_type, n.reference_no, n.reason, n.adopted AS was_adopted, n.currency, n.exchange_rate, n.net_total, n.tax_total, n.total,
    n.applied_amount, n.remaining_amount, n.total_base, n.remaining_base, n.status, n.cancelled_on, n.cancel_reason, n.created_by, u.username AS created_by_name, n.created_at
FROM customer_debit_notes AS n
INNER JOIN customers AS c ON c.id = n.customer_id
INNER JOIN branches AS b ON b.id = n.branch_id
LEFT JOIN invoices_out AS i ON i.id = n.source_invoice_id
INNER JOIN users AS u ON u.id = n.created_by

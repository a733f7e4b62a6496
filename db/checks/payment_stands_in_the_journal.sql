-- A payment since the books were opened stands in the journal once, with what it took off the receivables and brought by its method; the difference, where
-- a debit note or an invoice in another currency was paid at another rate, as exchange difference.
-- Depth: newest
SELECT
    'invoice_payments' AS table_name, p.id AS row_id,
    CONCAT_WS(
        ' ', 1, -COALESCE(MAX(a.settled_base), MAX(s.settled_base), p.payment_amount), p.payment_amount, NULLIF(COALESCE(MAX(a.settled_base), MAX(s.settled_base), p.payment_amount) - p.payment_amount, 0)) AS expected,
    CONCAT_WS(
        ' ', COUNT(DISTINCT e.id), COALESCE(SUM(IF(l.role = 'receivables', l.debit - l.credit, 0)), 0.0000),
        COALESCE(SUM(IF(l.role = p.payment_method, l.debit - l.credit, 0)), 0.0000),
        NULLIF(SUM(IF(l.role = 'exchange_differences', l.debit - l.credit, 0)), 0)) AS found
FROM invoice_payments AS p
LEFT JOIN customer_debit_note_applications AS a FORCE INDEX (customer_debit_note_applications_once) ON a.payment_id = p.id
LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_once) ON s.payment_id = p.id
LEFT JOIN journal_entries AS e ON e.reference_type = 'invoice_payments' AND e.reference_id = p.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
WHERE p.id > COALESCE((SELECT CAST(s.value AS SIGNED) FROM settings AS s WHERE s.name = 'books_opened_after.invoice_payments'), 0)
GROUP BY p.id, p.payment_amount, p.payment_method
HAVING
    COUNT(DISTINCT e.id) <> 1
    OR COALESCE(SUM(IF(l.role = 'receivables', l.debit - l.credit, 0)), 0) <> -COALESCE(MAX(a.settled_base), MAX(s.settled_base), p.payment_amount)
    OR COALESCE(SUM(IF(l.role = p.payment_method, l.debit - l.credit, 0)), 0) <> p.payment_amount
    OR COALESCE(SUM(IF(l.role = 'exchange_differences', l.debit - l.credit, 0)), 0) <> COALESCE(MAX(a.settled_base), MAX(s.settled_base), p.payment_amount) - p.payment_amount

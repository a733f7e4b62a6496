-- How many documents bear a number of each series and day, and the highest of these.
CREATE VIEW _document_numbers AS
SELECT
    i.branch_id, 'INV' AS kind, i.invoice_date AS day, COUNT(i.id) AS documents, MAX(CAST(SUBSTRING_INDEX(i.invoice_no, '-', -1) AS UNSIGNED)) AS last_no
FROM invoices_out AS i WHERE i.invoice_no IS NOT NULL GROUP BY i.branch_id, i.invoice_date
UNION ALL
SELECT p.branch_id, 'PAY', p.business_date, COUNT(p.id), MAX(CAST(SUBSTRING_INDEX(p.payment_no, '-', -1) AS UNSIGNED))
FROM invoice_payments AS p WHERE p.payment_no IS NOT NULL GROUP BY p.branch_id, p.business_date
UNION ALL
SELECT e.branch_id, 'JE', e.entry_date, COUNT(e.id), MAX(CAST(SUBSTRING_INDEX(e.entry_no, '-', -1) AS UNSIGNED))
FROM journal_entries AS e GROUP BY e.branch_id, e.entry_date
UNION ALL
SELECT r.branch_id, 'RET', r.business_date, COUNT(r.id), MAX(CAST(SUBSTRING_INDEX(r.return_no, '-', -1) AS UNSIGNED))
FROM invoice_returns AS r GROUP BY r.branch_id, r.business_date

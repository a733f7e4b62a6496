-- How many documents bear a number of each series and day, and the highest of these.
CREATE VIEW _document_numbers AS
SELECT n.branch_id, n.kind, n.day, COUNT(*) AS documents, MAX(CAST(SUBSTRING_INDEX(n.document_no, '-', -1) AS UNSIGNED)) AS last_no
FROM (
    SELECT i.branch_id, 'INV' AS kind, i.invoice_date AS day, i.invoice_no AS document_no FROM invoices_out AS i WHERE i.invoice_no IS NOT NULL
    UNION ALL
    SELECT p.branch_id, 'PAY', p.business_date, p.payment_no FROM invoice_payments AS p WHERE p.payment_no IS NOT NULL
    UNION ALL
    SELECT s.branch_id, 'PAY', s.business_date, s.payment_no FROM supplier_payments AS s
    UNION ALL
    SELECT u.branch_id, 'PO', u.business_date, u.purchase_no FROM purchases AS u
    UNION ALL
    SELECT e.branch_id, 'JE', e.entry_date, e.entry_no FROM journal_entries AS e
    UNION ALL
    SELECT r.branch_id, 'RET', r.business_date, r.return_no FROM invoice_returns AS r
) AS n
GROUP BY n.branch_id, n.kind, n.day

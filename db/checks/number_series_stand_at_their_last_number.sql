-- A series stands at the number of documents that bear its numbers, for its current day and for each day that it has left.
SELECT 'number_series' AS table_name, s.branch_id AS row_id, SUM(s.documents) AS expected, SUM(s.last_no) AS found
FROM (
    SELECT branch_id, kind, day, last_no, 0 AS documents FROM number_series WHERE last_no > 0
    UNION ALL
    SELECT branch_id, kind, day, last_no, 0 FROM number_series_days
    UNION ALL
    SELECT branch_id, 'INV', invoice_date, 0, COUNT(*) FROM invoices_out WHERE invoice_no IS NOT NULL GROUP BY branch_id, invoice_date
    UNION ALL
    SELECT branch_id, 'PAY', business_date, 0, COUNT(*) FROM invoice_payments WHERE payment_no IS NOT NULL GROUP BY branch_id, business_date
    UNION ALL
    SELECT branch_id, 'PAY', business_date, 0, COUNT(*) FROM supplier_payments GROUP BY branch_id, business_date
    UNION ALL
    SELECT branch_id, 'PO', business_date, 0, COUNT(*) FROM purchases GROUP BY branch_id, business_date
    UNION ALL
    SELECT branch_id, 'JE', entry_date, 0, COUNT(*) FROM journal_entries GROUP BY branch_id, entry_date
    UNION ALL
    SELECT branch_id, 'RET', business_date, 0, COUNT(*) FROM invoice_returns GROUP BY branch_id, business_date
) AS s
GROUP BY s.branch_id, s.kind, s.day
HAVING SUM(s.documents) <> SUM(s.last_no)

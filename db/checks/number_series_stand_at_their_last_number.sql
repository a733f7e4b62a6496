-- A series stands at the last number that a document bears, for its current day and for the days it has left.
SELECT 'number_series' AS table_name, s.branch_id AS row_id, s.last_no AS expected, COALESCE(d.last_no, 0) AS found
FROM (
    SELECT branch_id, kind, day, last_no FROM number_series WHERE last_no > 0
    UNION ALL
    SELECT branch_id, kind, day, last_no FROM number_series_days
) AS s
LEFT JOIN (
    SELECT branch_id, 'INV' AS kind, invoice_date AS day, COUNT(*) AS last_no FROM invoices_out
    WHERE invoice_no IS NOT NULL GROUP BY branch_id, invoice_date
    UNION ALL
    SELECT branch_id, 'PAY', business_date, COUNT(*) FROM invoice_payments
    WHERE payment_no IS NOT NULL GROUP BY branch_id, business_date
) AS d ON d.branch_id = s.branch_id AND d.kind = s.kind AND d.day = s.day
WHERE s.last_no <> COALESCE(d.last_no, 0)

-- Nothing open is paid ('yes'), something paid is 'partial', nothing paid is 'no'. A row found so at adoption is left out until it is touched.
-- Depth: newest
SELECT
    'invoices_out' AS table_name, o.id AS row_id,
    CASE WHEN COALESCE(o.remaining_amount, 0) = 0 THEN 'yes' WHEN COALESCE(o.paid_amount, 0) > 0 THEN 'partial' ELSE 'no' END AS expected,
    o.delivered AS found
FROM invoices_out AS o
LEFT JOIN adoption_findings AS f
    ON f.check_name = 'invoice_status_follows_amounts' AND f.table_name = 'invoices_out' AND f.row_id = o.id AND f.found = o.delivered
WHERE o.delivered IN ('yes', 'no', 'partial')
    AND o.delivered <> CASE WHEN COALESCE(o.remaining_amount, 0) = 0 THEN 'yes' WHEN COALESCE(o.paid_amount, 0) > 0 THEN 'partial' ELSE 'no' END
    AND f.row_id IS NULL

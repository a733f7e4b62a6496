-- Once all that an invoice is worth came back, its whole rounding to the smallest coin came back too, and before that no more than it.
-- Depth: newest
SELECT 'invoices_out' AS table_name, i.id AS row_id, i.rounding_amount AS expected, SUM(r.rounding_amount) AS found
FROM invoices_out AS i
JOIN invoice_returns AS r ON r.invoice_id = i.id
GROUP BY i.id, i.rounding_amount, i.total_after_discount, i.settled_rounding
HAVING
    (SUM(r.value - r.rounding_amount) = i.total_after_discount - i.rounding_amount AND SUM(r.rounding_amount) <> i.rounding_amount)
    OR ABS(SUM(r.rounding_amount) - i.settled_rounding) > ABS(i.rounding_amount - i.settled_rounding)

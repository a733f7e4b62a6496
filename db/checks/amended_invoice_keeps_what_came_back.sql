-- What had come back of an invoice when it was last amended, in value of its lines, is no more than what came back by now, and fits in the invoice.
-- Depth: newest
SELECT
    'invoices_out' AS table_name, i.id AS row_id, COALESCE(SUM(r.value - r.rounding_amount), 0) AS expected, i.settled_value AS found
FROM invoices_out AS i
LEFT JOIN invoice_returns AS r ON r.invoice_id = i.id
WHERE i.settled_value <> 0 OR i.settled_rounding <> 0
GROUP BY i.id, i.settled_value, i.settled_rounding, i.total_after_discount, i.rounding_amount
HAVING
    i.settled_value > COALESCE(SUM(r.value - r.rounding_amount), 0) OR i.settled_value < 0
    OR i.settled_value > i.total_after_discount - i.rounding_amount OR i.settled_value + i.settled_rounding > i.total_after_discount

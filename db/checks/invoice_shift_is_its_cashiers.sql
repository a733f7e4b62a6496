-- An invoice's shift is one of its company and of the cashier who made it.
-- Depth: newest
SELECT
    'invoices_out' AS table_name, i.id AS row_id, CONCAT_WS(' ', i.company_id, i.created_by) AS expected,
    CONCAT_WS(' ', s.company_id, s.cashier_id) AS found
FROM invoices_out AS i
LEFT JOIN shifts AS s ON s.id = i.shift_id
WHERE i.shift_id IS NOT NULL AND NOT (s.company_id <=> i.company_id AND s.cashier_id <=> i.created_by)

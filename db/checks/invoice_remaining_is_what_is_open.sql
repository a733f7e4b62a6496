-- A live invoice owes what was sold less returned less paid; a canceled or reverted one owes nothing, whatever did not add up before.
-- Depth: newest
SELECT 'invoices_out' AS table_name, o.id AS row_id, IF(o.delivered IN ('canceled', 'reverted'), 0, COALESCE(o.total_after_discount, 0) - o.returned_amount - COALESCE(o.paid_amount, 0)) AS expected, COALESCE(o.remaining_amount, 0) AS found
FROM invoices_out AS o
LEFT JOIN adoption_findings AS f ON f.check_name = 'invoice_remaining_is_what_is_open' AND f.table_name = 'invoices_out' AND f.row_id = o.id
WHERE COALESCE(o.remaining_amount, 0) - (IF(o.delivered IN ('canceled', 'reverted'), 0, COALESCE(o.total_after_discount, 0) - o.returned_amount - COALESCE(o.paid_amount, 0))) <> COALESCE(f.difference, 0)
    AND NOT (o.delivered IN ('canceled', 'reverted') AND COALESCE(o.remaining_amount, 0) = 0)

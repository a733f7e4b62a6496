-- A work order's totals are those of its live invoices.
-- Depth: newest
SELECT
    'work_orders' AS table_name, w.id AS row_id,
    CONCAT_WS(' ', COALESCE(SUM(o.total_after_discount - o.returned_amount), 0), COALESCE(SUM(o.paid_amount), 0), COALESCE(SUM(o.remaining_amount), 0)) AS expected,
    CONCAT_WS(' ', COALESCE(w.total_invoice_amount, 0), COALESCE(w.total_paid, 0), COALESCE(w.total_remaining, 0)) AS found
FROM work_orders AS w
LEFT JOIN invoices_out AS o ON o.work_order_id = w.id AND o.delivered NOT IN ('canceled', 'reverted')
GROUP BY w.id, w.total_invoice_amount, w.total_paid, w.total_remaining
HAVING
    COALESCE(SUM(o.total_after_discount - o.returned_amount), 0) <> COALESCE(w.total_invoice_amount, 0)
    OR COALESCE(SUM(o.paid_amount), 0) <> COALESCE(w.total_paid, 0)
    OR COALESCE(SUM(o.remaining_amount), 0) <> COALESCE(w.total_remaining, 0)

-- A payment of a debit note takes the same share of what is open in both currencies, the last one all that is left; what undoes one puts back what it took.
-- Depth: full
SELECT 'customer_debit_note_applications' AS table_name, w.id AS row_id, w.share AS expected, w.settled_base AS found
FROM (
    SELECT
        a.id, a.settled_base,
        IF(
            p.voids_id IS NULL AND p.refunds_id IS NULL,
            _ratio(
                n.total_base + a.settled_base - SUM(a.settled_base) OVER (PARTITION BY a.debit_note_id ORDER BY a.id ROWS UNBOUNDED PRECEDING), a.amount,
                NULLIF(n.total + a.amount - SUM(a.amount) OVER (PARTITION BY a.debit_note_id ORDER BY a.id ROWS UNBOUNDED PRECEDING), 0), m.minor_units),
            -u.settled_base) AS share
    FROM customer_debit_note_applications AS a
    JOIN customer_debit_notes AS n ON n.id = a.debit_note_id
    JOIN companies AS c ON c.id = n.company_id
    JOIN currencies AS m ON m.code = c.currency
    JOIN invoice_payments AS p ON p.id = a.payment_id
    LEFT JOIN customer_debit_note_applications AS u ON u.payment_id = COALESCE(p.voids_id, p.refunds_id)
) AS w
WHERE NOT w.settled_base <=> w.share

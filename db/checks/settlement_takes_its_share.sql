-- What settles an invoice in another currency takes the same share of what is open in both, and the last one all that is left; what undoes a payment puts back
-- what that one took. Of a payment the amount in the invoice's currency is told, of a return or the invoice's end that in the company's.
-- Depth: full
SELECT 'invoice_settlements' AS table_name, w.id AS row_id, CONCAT_WS(' ', w.amount_due, w.settled_due) AS expected, CONCAT_WS(' ', w.amount, w.settled_base) AS found
FROM (
    SELECT
        o.id, o.amount, o.settled_base,
        CASE
            WHEN o.payment_id IS NULL THEN _open_share(o.open_amount, o.settled_base, o.open_base, o.minor_units)
            WHEN o.undone_id IS NULL THEN o.amount
            ELSE -u.amount
        END AS amount_due,
        CASE
            WHEN o.payment_id IS NULL THEN o.settled_base
            WHEN o.undone_id IS NULL THEN _open_share(o.open_base, o.amount, o.open_amount, o.base_minor_units)
            ELSE -u.settled_base
        END AS settled_due
    FROM (
        SELECT
            s.id, s.payment_id, s.amount, s.settled_base, COALESCE(p.voids_id, p.refunds_id) AS undone_id, m.minor_units, b.minor_units AS base_minor_units,
            x.total + s.amount - SUM(s.amount) OVER (PARTITION BY s.invoice_id ORDER BY s.id ROWS UNBOUNDED PRECEDING) AS open_amount,
            x.total_base + s.settled_base - SUM(s.settled_base) OVER (PARTITION BY s.invoice_id ORDER BY s.id ROWS UNBOUNDED PRECEDING) AS open_base
        FROM invoice_settlements AS s
        JOIN invoice_currencies AS x FORCE INDEX (`PRIMARY`) ON x.invoice_id = s.invoice_id
        JOIN invoices_out AS i FORCE INDEX (`PRIMARY`) ON i.id = s.invoice_id
        JOIN companies AS c ON c.id = i.company_id
        JOIN currencies AS m ON m.code = x.currency
        JOIN currencies AS b ON b.code = c.currency
        LEFT JOIN invoice_payments AS p FORCE INDEX (`PRIMARY`) ON p.id = s.payment_id
    ) AS o
    LEFT JOIN invoice_settlements AS u FORCE INDEX (invoice_settlements_once) ON u.payment_id = o.undone_id
) AS w
WHERE NOT (w.amount <=> w.amount_due AND w.settled_base <=> w.settled_due)

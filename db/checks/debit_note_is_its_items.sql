-- A debit note is posted and comes to its items, each of them quantity times price and the tax that its rate makes of it.
-- Depth: full
SELECT
    'customer_debit_notes' AS table_name, n.id AS row_id,
    CONCAT_WS(' ', 1, COALESCE(i.net, 0.0000), COALESCE(i.tax_amount, 0.0000), 0) AS expected,
    CONCAT_WS(' ', n.posted, n.net_total, n.tax_total, COALESCE(i.wrong, 0)) AS found
FROM customer_debit_notes AS n
LEFT JOIN (
    SELECT
        w.debit_note_id, SUM(w.net) AS net, SUM(w.tax_amount) AS tax_amount,
        SUM(
            w.net <> ROUND(w.quantity * w.unit_price, w.minor_units)
            OR w.tax_amount <> IF(
                w.tax_rounding = 'line', ROUND(w.net * w.tax_rate / 100, w.minor_units),
                ROUND(w.run * w.tax_rate / 100, w.minor_units) - ROUND((w.run - w.net) * w.tax_rate / 100, w.minor_units))) AS wrong
    FROM (
        SELECT
            l.debit_note_id, l.quantity, l.unit_price, l.tax_rate, l.net, l.tax_amount, d.tax_rounding, m.minor_units,
            SUM(l.net) OVER (PARTITION BY l.debit_note_id, l.tax_rate ORDER BY l.line_no ROWS UNBOUNDED PRECEDING) AS run
        FROM customer_debit_note_items AS l
        JOIN customer_debit_notes AS d ON d.id = l.debit_note_id
        JOIN currencies AS m ON m.code = d.currency
    ) AS w
    GROUP BY w.debit_note_id
) AS i ON i.debit_note_id = n.id
WHERE n.posted <> 1 OR NOT n.net_total <=> i.net OR NOT n.tax_total <=> i.tax_amount OR i.wrong > 0

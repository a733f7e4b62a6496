-- Each tax rate of a debit note stands in the journal with what its items make of it in the company's currency, where the rates share the note's tax by
-- cumulative rounding; of a cancelled one nothing does.
-- Depth: full
SELECT 'customer_debit_notes' AS table_name, s.debit_note_id AS row_id, 0 AS expected, SUM(s.amount) AS found
FROM (
    SELECT
        r.debit_note_id, r.tax_rate AS rate,
        ROUND(r.run * r.exchange_rate, r.minor_units) - ROUND((r.run - r.tax) * r.exchange_rate, r.minor_units) AS amount
    FROM (
        SELECT
            t.debit_note_id, t.tax_rate, t.tax, t.exchange_rate, t.minor_units,
            SUM(t.tax) OVER (PARTITION BY t.debit_note_id ORDER BY t.tax_rate ROWS UNBOUNDED PRECEDING) AS run
        FROM (
            SELECT n.id AS debit_note_id, i.tax_rate, SUM(i.tax_amount) AS tax, n.exchange_rate, m.minor_units
            FROM customer_debit_notes AS n
            JOIN customer_debit_note_items AS i ON i.debit_note_id = n.id
            JOIN companies AS c ON c.id = n.company_id
            JOIN currencies AS m ON m.code = c.currency
            WHERE n.cancelled_on IS NULL
            GROUP BY n.id, i.tax_rate, n.exchange_rate, m.minor_units
        ) AS t
    ) AS r
    UNION ALL
    SELECT e.reference_id, l.tax_rate, l.debit - l.credit
    FROM journal_entries AS e
    JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id AND l.role = 'tax_payable'
    WHERE e.reference_type = 'customer_debit_notes'
) AS s
GROUP BY s.debit_note_id, s.rate
HAVING SUM(s.amount) <> 0

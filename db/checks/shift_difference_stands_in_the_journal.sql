-- What was counted of each method less what was expected stands in the journal.
-- Depth: full
SELECT
    'shifts' AS table_name, c.shift_id AS row_id, CONCAT_WS(' ', c.payment_method, c.counted - c.expected) AS expected,
    CONCAT_WS(' ', c.payment_method, COALESCE(j.booked, 0)) AS found
FROM shift_counts AS c
LEFT JOIN (
    SELECT e.reference_id, l.role, SUM(l.debit - l.credit) AS booked
    FROM journal_entries AS e
    JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
    WHERE e.entry_type = 'cash_difference' AND e.reference_type = 'shifts'
    GROUP BY e.reference_id, l.role
) AS j ON j.reference_id = c.shift_id AND j.role = CONVERT(c.payment_method USING ascii)
WHERE c.counted - c.expected <> COALESCE(j.booked, 0)

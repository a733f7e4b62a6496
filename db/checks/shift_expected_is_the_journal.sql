-- What a closed shift should have held of each method is its opening cash and what the journal says that it took.
-- Depth: full
SELECT
    'shifts' AS table_name, s.id AS row_id, CONCAT_WS(' ', m.method, IF(m.method = 'cash', s.opening_cash, 0) + COALESCE(j.moved, 0)) AS expected,
    CONCAT_WS(' ', m.method, c.expected) AS found
FROM shifts AS s
CROSS JOIN (SELECT 'cash' AS method UNION ALL SELECT 'bank_transfer' UNION ALL SELECT 'check' UNION ALL SELECT 'card') AS m
LEFT JOIN shift_counts AS c ON c.shift_id = s.id AND c.payment_method = m.method
LEFT JOIN (
    SELECT e.shift_id, l.role, SUM(l.debit - l.credit) AS moved
    FROM journal_entries AS e
    JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
    WHERE e.shift_id IS NOT NULL AND e.entry_type <> 'cash_difference' AND l.role IN ('cash', 'bank_transfer', 'check', 'card')
    GROUP BY e.shift_id, l.role
) AS j ON j.shift_id = s.id AND j.role = CONVERT(m.method USING ascii)
WHERE s.closed_on IS NOT NULL AND NOT c.expected <=> IF(m.method = 'cash', s.opening_cash, 0) + COALESCE(j.moved, 0)

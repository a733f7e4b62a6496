-- A debit note stands in the journal once, in the company's currency, with what its customer owes and what it charged; once it is cancelled, with its reversal and nothing.
-- Depth: newest
SELECT
    'customer_debit_notes' AS table_name, n.id AS row_id,
    CONCAT_WS(' ', IF(n.cancelled_on IS NULL, 1, 2), IF(n.cancelled_on IS NULL, n.total_base, 0.0000), IF(n.cancelled_on IS NULL, -n.net_base, 0.0000)) AS expected,
    CONCAT_WS(' ', COUNT(DISTINCT e.id), COALESCE(SUM(IF(l.role = 'receivables' AND l.customer_id = n.customer_id, l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = 'additional_charges', l.debit - l.credit, 0)), 0.0000)) AS found
FROM customer_debit_notes AS n
LEFT JOIN journal_entries AS e ON e.reference_type = 'customer_debit_notes' AND e.reference_id = n.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY n.id, n.cancelled_on, n.total_base, n.net_base
HAVING
    COUNT(DISTINCT e.id) <> IF(n.cancelled_on IS NULL, 1, 2)
    OR COALESCE(SUM(IF(l.role = 'receivables' AND l.customer_id = n.customer_id, l.debit - l.credit, 0)), 0) <> IF(n.cancelled_on IS NULL, n.total_base, 0)
    OR COALESCE(SUM(IF(l.role = 'additional_charges', l.debit - l.credit, 0)), 0) <> IF(n.cancelled_on IS NULL, -n.net_base, 0)

-- A debit note stands in the journal once, in the company's currency, with what its customer owes and what it charged, or opened with; once it is cancelled, with its reversal and
-- nothing. What an adopted one says is in the opening entry.
-- Depth: newest
SELECT
    'customer_debit_notes' AS table_name, n.id AS row_id,
    IF(
        n.adopted, '0 0.0000 0.0000',
        CONCAT_WS(' ', IF(n.cancelled_on IS NULL, 1, 2), IF(n.cancelled_on IS NULL, n.total_base, 0.0000), IF(n.cancelled_on IS NULL, -n.net_base, 0.0000))) AS expected,
    CONCAT_WS(' ', COUNT(DISTINCT e.id), COALESCE(SUM(IF(l.role = 'receivables' AND l.customer_id = n.customer_id, l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = IF(n.reference_type = 'opening_balance', 'opening_equity', 'additional_charges'), l.debit - l.credit, 0)), 0.0000)) AS found
FROM customer_debit_notes AS n
LEFT JOIN journal_entries AS e ON e.reference_type = 'customer_debit_notes' AND e.reference_id = n.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY n.id, n.adopted, n.reference_type, n.cancelled_on, n.total_base, n.net_base
HAVING
    COUNT(DISTINCT e.id) <> IF(n.adopted, 0, IF(n.cancelled_on IS NULL, 1, 2))
    OR COALESCE(SUM(IF(l.role = 'receivables' AND l.customer_id = n.customer_id, l.debit - l.credit, 0)), 0) <> IF(n.adopted OR n.cancelled_on IS NOT NULL, 0, n.total_base)
    OR COALESCE(SUM(IF(l.role = IF(n.reference_type = 'opening_balance', 'opening_equity', 'additional_charges'), l.debit - l.credit, 0)), 0) <> IF(n.adopted OR n.cancelled_on IS NOT NULL, 0, -n.net_base)

-- What went back to a supplier stands in the journal once, out of inventory, as a part of its purchase's entry.
-- Depth: newest
SELECT
    'purchase_returns' AS table_name, r.id AS row_id, CONCAT_WS(' ', 1, r.tax_amount - r.value, COUNT(DISTINCT u.id)) AS expected,
    CONCAT_WS(' ', COUNT(DISTINCT e.id), COALESCE(SUM(IF(l.role = 'inventory', l.debit - l.credit, 0)), 0.0000), COUNT(DISTINCT IF(e.adjusts_id = u.id, u.id, NULL))) AS found
FROM purchase_returns AS r
LEFT JOIN journal_entries AS u ON u.reference_type = 'purchases' AND u.reference_id = r.purchase_id AND u.entry_type = 'purchase'
LEFT JOIN journal_entries AS e ON e.reference_type = 'purchase_returns' AND e.reference_id = r.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY r.id, r.value, r.tax_amount
HAVING
    COUNT(DISTINCT e.id) <> 1 OR COALESCE(SUM(IF(l.role = 'inventory', l.debit - l.credit, 0)), 0) <> r.tax_amount - r.value
    OR COUNT(DISTINCT u.id) <> COUNT(DISTINCT IF(e.adjusts_id = u.id, u.id, NULL))

-- A stock adjustment that moved anything stands in the journal once, with what its batches gained or lost.
-- Depth: full
SELECT
    'stock_adjustments' AS table_name, a.id AS row_id, CONCAT_WS(' ', 1, i.cost) AS expected,
    CONCAT_WS(' ', COUNT(DISTINCT e.id), COALESCE(SUM(l.debit - l.credit), 0.0000)) AS found
FROM stock_adjustments AS a
JOIN (SELECT adjustment_id, SUM(cost) AS cost FROM stock_adjustment_items GROUP BY adjustment_id) AS i ON i.adjustment_id = a.id
LEFT JOIN journal_entries AS e ON e.reference_type = 'stock_adjustments' AND e.reference_id = a.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id AND l.role = 'inventory'
GROUP BY a.id, i.cost
HAVING COUNT(DISTINCT e.id) <> 1 OR COALESCE(SUM(l.debit - l.credit), 0) <> i.cost

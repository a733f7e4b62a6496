-- A return stands in the journal once, with what it took off the receivables, the taxes and the rounding, and what went back into inventory.
-- Depth: full
SELECT
    'invoice_returns' AS table_name, r.id AS row_id, CONCAT_WS(' ', -r.value, r.tax_amount, r.rounding_amount, COALESCE(MAX(i.cost), 0.0000)) AS expected,
    CONCAT_WS(' ', COALESCE(SUM(IF(l.role = 'receivables', l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = 'tax_payable', l.debit - l.credit, 0)), 0.0000),
        COALESCE(SUM(IF(l.role = 'rounding', l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = 'inventory', l.debit - l.credit, 0)), 0.0000)) AS found
FROM invoice_returns AS r
LEFT JOIN (SELECT return_id, SUM(cost) AS cost FROM invoice_return_items GROUP BY return_id) AS i ON i.return_id = r.id
LEFT JOIN journal_entries AS e ON e.reference_type = 'invoice_returns' AND e.reference_id = r.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY r.id, r.value, r.tax_amount, r.rounding_amount
HAVING
    COALESCE(SUM(IF(l.role = 'receivables', l.debit - l.credit, 0)), 0) <> -r.value
    OR COALESCE(SUM(IF(l.role = 'tax_payable', l.debit - l.credit, 0)), 0) <> r.tax_amount
    OR COALESCE(SUM(IF(l.role = 'rounding', l.debit - l.credit, 0)), 0) <> r.rounding_amount
    OR COALESCE(SUM(IF(l.role = 'inventory', l.debit - l.credit, 0)), 0) <> COALESCE(MAX(i.cost), 0)

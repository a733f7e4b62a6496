-- A company's inventory is the value of its batches.
-- Depth: full
SELECT 'companies' AS table_name, c.id AS row_id, COALESCE(b.amount, 0) AS expected, COALESCE(s.amount, 0) AS found
FROM companies AS c
LEFT JOIN (
    SELECT p.company_id, SUM(b.stock_value) AS amount FROM batches AS b JOIN products AS p ON p.id = b.product_id GROUP BY p.company_id
) AS b ON b.company_id = c.id
LEFT JOIN (
    SELECT e.company_id, SUM(l.debit - l.credit) AS amount
    FROM journal_entry_lines AS l JOIN journal_entries AS e ON e.id = l.journal_entry_id
    WHERE l.role = 'inventory' GROUP BY e.company_id
) AS s ON s.company_id = c.id
WHERE COALESCE(s.amount, 0) - (COALESCE(b.amount, 0)) <> 0

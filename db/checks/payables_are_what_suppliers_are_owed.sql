-- What the payables say of a supplier is the balance.
-- Depth: full
SELECT 'suppliers' AS table_name, s.id AS row_id, s.balance AS expected, COALESCE(l.amount, 0) AS found
FROM suppliers AS s
LEFT JOIN (
    SELECT supplier_id, SUM(credit - debit) AS amount FROM journal_entry_lines WHERE role = 'payables' GROUP BY supplier_id
) AS l ON l.supplier_id = s.id
WHERE COALESCE(l.amount, 0) - (s.balance) <> 0

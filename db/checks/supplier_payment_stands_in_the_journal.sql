-- Money that went to a supplier, or came back, stands in the journal once: off what was owed, and out of its method.
-- Depth: newest
SELECT
    'supplier_payments' AS table_name, p.id AS row_id, CONCAT_WS(' ', 1, p.amount, -p.amount) AS expected,
    CONCAT_WS(' ', COUNT(DISTINCT e.id), COALESCE(SUM(IF(l.role = IF(p.supplier_id IS NULL, 'goods_received', 'payables') AND l.supplier_id <=> p.supplier_id, l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = p.payment_method, l.debit - l.credit, 0)), 0.0000)) AS found
FROM supplier_payments AS p
LEFT JOIN journal_entries AS e ON e.reference_type = 'supplier_payments' AND e.reference_id = p.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY p.id, p.amount, p.supplier_id, p.payment_method
HAVING
    COUNT(DISTINCT e.id) <> 1
    OR COALESCE(SUM(IF(l.role = IF(p.supplier_id IS NULL, 'goods_received', 'payables') AND l.supplier_id <=> p.supplier_id, l.debit - l.credit, 0)), 0) <> p.amount
    OR COALESCE(SUM(IF(l.role = p.payment_method, l.debit - l.credit, 0)), 0) <> -p.amount

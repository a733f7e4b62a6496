-- The cost centre that a document, a branch or an entry names is one of its company.
-- Depth: full
SELECT d.table_name, d.row_id, d.company_id AS expected, c.company_id AS found
FROM (
    SELECT 'branches' AS table_name, b.id AS row_id, b.company_id, b.cost_center_id FROM branches AS b
    UNION ALL
    SELECT 'invoices_out' AS table_name, i.id AS row_id, i.company_id, i.cost_center_id FROM invoices_out AS i
    UNION ALL
    SELECT 'orders' AS table_name, o.id AS row_id, o.company_id, o.cost_center_id FROM orders AS o
    UNION ALL
    SELECT 'purchases' AS table_name, p.id AS row_id, p.company_id, p.cost_center_id FROM purchases AS p
    UNION ALL
    SELECT 'stock_adjustments' AS table_name, s.id AS row_id, s.company_id, s.cost_center_id FROM stock_adjustments AS s
    UNION ALL
    SELECT 'customer_debit_notes' AS table_name, n.id AS row_id, n.company_id, n.cost_center_id FROM customer_debit_notes AS n
    UNION ALL
    SELECT 'journal_vouchers' AS table_name, v.id AS row_id, v.company_id, v.cost_center_id FROM journal_vouchers AS v
    UNION ALL
    SELECT 'journal_entries' AS table_name, e.id AS row_id, e.company_id, e.cost_center_id FROM journal_entries AS e
) AS d
LEFT JOIN cost_centers AS c ON c.id = d.cost_center_id
WHERE d.cost_center_id IS NOT NULL AND NOT c.company_id <=> d.company_id

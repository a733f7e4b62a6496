-- An amendment stands in the journal with what it changed of the customer's debt, of sales and discounts, of taxes and rounding, and of the goods
-- in stock.
-- Depth: full
SELECT
    'invoice_amendments' AS table_name, a.id AS row_id,
    CONCAT_WS(' ', a.value, a.tax_change + a.rounding_change - a.total_change, a.discount_change, -a.tax_change, -a.rounding_change, -COALESCE(g.cost, 0.0000)) AS expected,
    CONCAT_WS(' ', COALESCE(SUM(IF(l.role = 'receivables', l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = 'sales', l.debit - l.credit, 0)), 0.0000),
        COALESCE(SUM(IF(l.role = 'sales_discounts', l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = 'tax_payable', l.debit - l.credit, 0)), 0.0000),
        COALESCE(SUM(IF(l.role = 'rounding', l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = 'inventory', l.debit - l.credit, 0)), 0.0000)) AS found
FROM invoice_amendments AS a
LEFT JOIN (SELECT amendment_id, SUM(line_cost) AS cost FROM sale_item_allocations WHERE amendment_id IS NOT NULL GROUP BY amendment_id) AS g ON g.amendment_id = a.id
LEFT JOIN journal_entries AS e ON e.reference_type = 'invoice_amendments' AND e.reference_id = a.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY a.id, a.value, a.total_change, a.discount_change, a.tax_change, a.rounding_change, g.cost
HAVING
    COALESCE(SUM(IF(l.role = 'receivables', l.debit - l.credit, 0)), 0) <> a.value
    OR COALESCE(SUM(IF(l.role = 'sales', l.debit - l.credit, 0)), 0) <> a.tax_change + a.rounding_change - a.total_change
    OR COALESCE(SUM(IF(l.role = 'sales_discounts', l.debit - l.credit, 0)), 0) <> a.discount_change
    OR COALESCE(SUM(IF(l.role = 'tax_payable', l.debit - l.credit, 0)), 0) <> -a.tax_change
    OR COALESCE(SUM(IF(l.role = 'rounding', l.debit - l.credit, 0)), 0) <> -a.rounding_change
    OR COALESCE(SUM(IF(l.role = 'inventory', l.debit - l.credit, 0)), 0) <> -COALESCE(g.cost, 0)

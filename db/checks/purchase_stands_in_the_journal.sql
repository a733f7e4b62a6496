-- A purchase stands in the journal once, with its value without tax in inventory (in opening equity, where it is an opening balance) and owed to its supplier, or
-- on the goods received without a bill; once it is reversed, with its reversal and what went back before it, which other entries took out.
-- Depth: newest
SELECT
    'purchases' AS table_name, p.id AS row_id,
    CONCAT_WS(' ', IF(p.reversed_on IS NULL, 1, 2), IF(p.reversed_on IS NULL, p.total - p.tax_total, COALESCE(MAX(r.value - r.tax), 0.0000)), IF(p.reversed_on IS NULL, -p.total, -COALESCE(MAX(r.value), 0.0000))) AS expected,
    CONCAT_WS(' ', COUNT(DISTINCT e.id), COALESCE(SUM(IF(l.role = IF(p.opening_date IS NULL, 'inventory', 'opening_equity'), l.debit - l.credit, 0)), 0.0000), COALESCE(SUM(IF(l.role = IF(p.supplier_id IS NULL, 'goods_received', 'payables') AND l.supplier_id <=> p.supplier_id, l.debit - l.credit, 0)), 0.0000)) AS found
FROM purchases AS p
LEFT JOIN journal_entries AS e ON e.reference_type = 'purchases' AND e.reference_id = p.id
LEFT JOIN (SELECT purchase_id, SUM(value) AS value, SUM(tax_amount) AS tax FROM purchase_returns GROUP BY purchase_id) AS r ON r.purchase_id = p.id
LEFT JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
GROUP BY p.id, p.opening_date, p.reversed_on, p.total, p.tax_total, p.supplier_id
HAVING
    COUNT(DISTINCT e.id) <> IF(p.reversed_on IS NULL, 1, 2)
    OR COALESCE(SUM(IF(l.role = IF(p.opening_date IS NULL, 'inventory', 'opening_equity'), l.debit - l.credit, 0)), 0) <> IF(p.reversed_on IS NULL, p.total - p.tax_total, COALESCE(MAX(r.value - r.tax), 0))
    OR COALESCE(SUM(IF(l.role = IF(p.supplier_id IS NULL, 'goods_received', 'payables') AND l.supplier_id <=> p.supplier_id, l.debit - l.credit, 0)), 0)
    <> IF(p.reversed_on IS NULL, -p.total, -COALESCE(MAX(r.value), 0))

-- What an amendment took from a batch, or gave back to it, is a movement of its entry, and the lines are of its invoice.
-- Depth: full
SELECT
    'invoice_amendments' AS table_name, COALESCE(s.amendment_id, 0) AS row_id, '0 0' AS expected, CONCAT_WS(' ', SUM(s.qty), SUM(s.cost)) AS found
FROM (
    SELECT a.amendment_id, a.batch_id, IF(i.invoice_out_id = d.invoice_id, a.qty, NULL) AS qty, IF(i.invoice_out_id = d.invoice_id, a.line_cost, NULL) AS cost
    FROM sale_item_allocations AS a
    JOIN invoice_out_items AS i ON i.id = a.sale_item_id
    LEFT JOIN invoice_amendments AS d ON d.id = a.amendment_id
    WHERE a.amendment_id IS NOT NULL
    UNION ALL
    SELECT e.reference_id, m.batch_id, m.qty, m.total_cost
    FROM inventory_transactions AS m
    JOIN journal_entries AS e ON e.id = m.journal_entry_id AND e.reference_type = 'invoice_amendments'
    WHERE m.transaction_type = 'sale_adjustment'
) AS s
GROUP BY s.amendment_id, s.batch_id
HAVING SUM(s.qty) <> 0 OR SUM(s.cost) <> 0 OR SUM(s.qty IS NULL) > 0

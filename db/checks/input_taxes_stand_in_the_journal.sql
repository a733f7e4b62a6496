-- Each tax of a supplier's bill stands in the journal with that tax and its rate, less what went back of it; of a reversed bill nothing does.
-- Depth: full
SELECT 'purchases' AS table_name, s.purchase_id AS row_id, 0 AS expected, SUM(s.amount) AS found
FROM (
    SELECT p.id AS purchase_id, t.tax_id, t.rate, t.amount
    FROM purchases AS p
    JOIN batches AS b ON b.purchase_id = p.id
    JOIN batch_taxes AS t ON t.batch_id = b.id
    WHERE p.reversed_on IS NULL
    UNION ALL
    SELECT p.id, t.tax_id, t.rate, -x.amount
    FROM purchase_return_taxes AS x
    JOIN purchase_return_items AS i ON i.id = x.return_item_id
    JOIN batches AS b ON b.id = i.batch_id
    JOIN purchases AS p ON p.id = b.purchase_id
    LEFT JOIN batch_taxes AS t ON t.batch_id = i.batch_id AND t.tax_no = x.tax_no
    WHERE p.reversed_on IS NULL
    UNION ALL
    SELECT COALESCE(r.purchase_id, e.reference_id), l.tax_id, l.tax_rate, l.credit - l.debit
    FROM journal_entries AS e
    JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id AND l.role = 'tax_recoverable'
    LEFT JOIN purchase_returns AS r ON e.reference_type = 'purchase_returns' AND r.id = e.reference_id
    WHERE e.reference_type IN ('purchases', 'purchase_returns')
) AS s
GROUP BY s.purchase_id, s.tax_id, s.rate
HAVING SUM(s.amount) <> 0

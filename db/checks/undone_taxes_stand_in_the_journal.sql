-- What a return takes back of each tax, and what an amendment changes of it, stands in the journal with that tax and its rate.
-- Depth: full
SELECT s.table_name, s.row_id, 0 AS expected, SUM(s.amount) AS found
FROM (
    SELECT 'invoice_returns' AS table_name, r.return_id AS row_id, t.tax_id, t.rate, b.amount
    FROM invoice_return_items AS r
    JOIN invoice_return_taxes AS b ON b.return_item_id = r.id
    LEFT JOIN invoice_item_taxes AS t ON t.sale_item_id = r.sale_item_id AND t.tax_no = b.tax_no
    UNION ALL
    SELECT 'invoice_amendments', t.amendment_id, t.tax_id, t.rate, -t.amount FROM invoice_amendment_taxes AS t
    UNION ALL
    SELECT e.reference_type, e.reference_id, l.tax_id, l.tax_rate, l.credit - l.debit
    FROM journal_entries AS e
    JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id AND l.role = 'tax_payable'
    WHERE e.reference_type IN ('invoice_returns', 'invoice_amendments')
) AS s
GROUP BY s.table_name, s.row_id, s.tax_id, s.rate
HAVING SUM(s.amount) <> 0

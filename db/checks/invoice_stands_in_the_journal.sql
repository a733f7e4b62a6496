-- An invoice since the books were opened stands in the journal, with its total and its cost less what came back; once it is closed, with nothing.
-- Depth: full
SELECT
    'invoices_out' AS table_name, i.id AS row_id,
    CONCAT_WS(' ', IF(i.delivered IN ('canceled', 'reverted'), 0.0000, i.total_after_discount - i.returned_amount), IF(i.delivered IN ('canceled', 'reverted'), 0.0000, i.total_cost - COALESCE(b.cost, 0))) AS expected,
    CONCAT_WS(' ', COALESCE(s.receivables, 0.0000), COALESCE(s.cost, 0.0000)) AS found
FROM invoices_out AS i
LEFT JOIN (
    SELECT r.invoice_id, SUM(l.cost) AS cost FROM invoice_return_items AS l JOIN invoice_returns AS r ON r.id = l.return_id GROUP BY r.invoice_id
) AS b ON b.invoice_id = i.id
LEFT JOIN (
    SELECT
        COALESCE(r.invoice_id, a.invoice_id, e.reference_id) AS invoice_id, SUM(IF(l.role = 'receivables', l.debit - l.credit, 0)) AS receivables,
        SUM(IF(l.role = 'cost_of_goods_sold', l.debit - l.credit, 0)) AS cost
    FROM journal_entries AS e
    JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
    LEFT JOIN invoice_returns AS r ON e.reference_type = 'invoice_returns' AND r.id = e.reference_id
    LEFT JOIN invoice_amendments AS a ON e.reference_type = 'invoice_amendments' AND a.id = e.reference_id
    WHERE e.reference_type IN ('invoices_out', 'invoice_returns', 'invoice_amendments')
    GROUP BY 1
) AS s ON s.invoice_id = i.id
WHERE
    i.id > COALESCE((SELECT CAST(n.value AS SIGNED) FROM settings AS n WHERE n.name = 'books_opened_after.invoices_out'), 0)
    AND (
        COALESCE(s.receivables, 0) <> IF(i.delivered IN ('canceled', 'reverted'), 0, i.total_after_discount - i.returned_amount)
        OR COALESCE(s.cost, 0) <> IF(i.delivered IN ('canceled', 'reverted'), 0, i.total_cost - COALESCE(b.cost, 0)))

-- Each tax of an invoice, and its rounding, stands in the journal less what came back of it; of a closed invoice nothing does.
-- Depth: full
SELECT 'invoices_out' AS table_name, s.invoice_id AS row_id, 0 AS expected, SUM(s.amount) AS found
FROM (
    SELECT i.id AS invoice_id, 'tax' AS part, t.tax_id, t.rate, t.amount
    FROM invoices_out AS i
    JOIN invoice_out_items AS l ON l.invoice_out_id = i.id
    JOIN invoice_item_taxes AS t ON t.sale_item_id = l.id
    WHERE i.delivered NOT IN ('canceled', 'reverted')
    UNION ALL
    SELECT i.id, 'tax', t.tax_id, t.rate, -b.amount
    FROM invoice_return_taxes AS b
    JOIN invoice_return_items AS r ON r.id = b.return_item_id
    JOIN invoice_out_items AS l ON l.id = r.sale_item_id
    JOIN invoices_out AS i ON i.id = l.invoice_out_id
    LEFT JOIN invoice_item_taxes AS t ON t.sale_item_id = r.sale_item_id AND t.tax_no = b.tax_no
    WHERE i.delivered NOT IN ('canceled', 'reverted')
    UNION ALL
    SELECT i.id, 'rounding', NULL, NULL, i.rounding_amount FROM invoices_out AS i WHERE i.delivered NOT IN ('canceled', 'reverted')
    UNION ALL
    SELECT i.id, 'rounding', NULL, NULL, -r.rounding_amount
    FROM invoice_returns AS r JOIN invoices_out AS i ON i.id = r.invoice_id WHERE i.delivered NOT IN ('canceled', 'reverted')
    UNION ALL
    SELECT COALESCE(r.invoice_id, a.invoice_id, e.reference_id), IF(l.role = 'rounding', 'rounding', 'tax'), l.tax_id, l.tax_rate, l.debit - l.credit
    FROM journal_entries AS e
    JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id AND l.role IN ('tax_payable', 'rounding')
    LEFT JOIN invoice_returns AS r ON e.reference_type = 'invoice_returns' AND r.id = e.reference_id
    LEFT JOIN invoice_amendments AS a ON e.reference_type = 'invoice_amendments' AND a.id = e.reference_id
    WHERE e.reference_type IN ('invoices_out', 'invoice_returns', 'invoice_amendments')
) AS s
GROUP BY s.invoice_id, s.part, s.tax_id, s.rate
HAVING SUM(s.amount) <> 0

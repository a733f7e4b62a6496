-- What a return posts names the entry of the sale that it takes a part back of, or where the sale had none, of its first amendment
-- (_find_sale_entry), so that a reversal of the sale takes it along.
-- Depth: full
SELECT 'journal_entries' AS table_name, e.id AS row_id, COALESCE(s.id, f.id) AS expected, e.adjusts_id AS found
FROM invoice_returns AS r
JOIN journal_entries AS e ON e.reference_type = 'invoice_returns' AND e.reference_id = r.id
LEFT JOIN journal_entries AS s
    ON s.reference_type = 'invoices_out' AND s.reference_id = r.invoice_id AND s.entry_type = IF(e.entry_type = 'return', 'invoice', 'invoice_cogs')
LEFT JOIN (
    SELECT a.invoice_id, n.entry_type, MIN(n.id) AS id
    FROM invoice_amendments AS a
    JOIN journal_entries AS n ON n.reference_type = 'invoice_amendments' AND n.reference_id = a.id
    GROUP BY a.invoice_id, n.entry_type
) AS f ON f.invoice_id = r.invoice_id AND f.entry_type = IF(e.entry_type = 'return', 'invoice', 'invoice_cogs_adjustment') AND f.id < e.id
WHERE NOT e.adjusts_id <=> COALESCE(s.id, f.id)

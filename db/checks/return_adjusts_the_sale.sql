-- What a return posts names the entry of the sale that it takes a part back of, so that a reversal of the sale takes it along. Where the sale itself had
-- none (it was for nothing, or took no goods), that is the first of its amendments'.
SELECT 'journal_entries' AS table_name, e.id AS row_id, COALESCE(s.id, a.id) AS expected, e.adjusts_id AS found
FROM invoice_returns AS r
JOIN journal_entries AS e ON e.reference_type = 'invoice_returns' AND e.reference_id = r.id
LEFT JOIN journal_entries AS s
    ON s.reference_type = 'invoices_out' AND s.reference_id = r.invoice_id AND s.entry_type = IF(e.entry_type = 'return', 'invoice', 'invoice_cogs')
LEFT JOIN (
    SELECT d.invoice_id, j.entry_type, MIN(j.id) AS id
    FROM invoice_amendments AS d
    JOIN journal_entries AS j ON j.reference_type = 'invoice_amendments' AND j.reference_id = d.id
    GROUP BY d.invoice_id, j.entry_type
) AS a ON a.invoice_id = r.invoice_id AND a.entry_type = IF(e.entry_type = 'return', 'invoice', 'invoice_cogs_adjustment')
WHERE NOT e.adjusts_id <=> COALESCE(s.id, a.id)

-- What a return posts names the entry of the sale that it takes a part back of, so that a reversal of the sale takes it along.
SELECT 'journal_entries' AS table_name, e.id AS row_id, s.id AS expected, e.adjusts_id AS found
FROM invoice_returns AS r
JOIN journal_entries AS e ON e.reference_type = 'invoice_returns' AND e.reference_id = r.id
JOIN journal_entries AS s
    ON s.reference_type = 'invoices_out' AND s.reference_id = r.invoice_id AND s.entry_type = IF(e.entry_type = 'return', 'invoice', 'invoice_cogs')
WHERE NOT e.adjusts_id <=> s.id

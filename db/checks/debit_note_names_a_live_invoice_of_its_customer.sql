-- A debit note is raised for an invoice of its customer and company, which is live as long as the note is; an opening balance for none.
-- Depth: newest
SELECT
    'customer_debit_notes' AS table_name, n.id AS row_id, CONCAT_WS(' ', n.customer_id, n.company_id) AS expected,
    CONCAT_WS(' ', i.customer_id, i.company_id, i.delivered) AS found
FROM customer_debit_notes AS n
LEFT JOIN invoices_out AS i ON i.id = n.source_invoice_id
WHERE
    n.reference_type <> 'opening_balance' AND (
        NOT i.customer_id <=> n.customer_id OR NOT i.company_id <=> n.company_id
        OR (n.cancelled_on IS NULL AND i.delivered IN ('canceled', 'reverted'))
    )

-- A row that voids a payment is its exact opposite, on the same invoice or debit note.
-- Depth: newest
SELECT
    'invoice_payments' AS table_name, v.id AS row_id,
    CONCAT_WS(' ', p.invoice_id, p.debit_note_id, -p.payment_amount) AS expected,
    CONCAT_WS(' ', v.invoice_id, v.debit_note_id, v.payment_amount) AS found
FROM invoice_payments AS v
JOIN invoice_payments AS p ON p.id = v.voids_id
WHERE NOT v.invoice_id <=> p.invoice_id OR NOT v.debit_note_id <=> p.debit_note_id OR v.payment_amount <> -p.payment_amount

-- A wallet row moves the wallet by its amount: up for deposit and refund, down for withdraw and invoice_payment.
-- Depth: newest
SELECT 'wallet_transactions' AS table_name, t.id AS row_id, IF(t.type IN ('deposit', 'refund'), t.amount, -t.amount) AS expected, COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0) AS found
FROM wallet_transactions AS t
LEFT JOIN adoption_findings AS f ON f.check_name = 'wallet_amount_is_the_change' AND f.table_name = 'wallet_transactions' AND f.row_id = t.id
WHERE COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0) - (IF(t.type IN ('deposit', 'refund'), t.amount, -t.amount)) <> COALESCE(f.difference, 0)

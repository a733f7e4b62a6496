-- A ledger row's amount is the change of the balance; for deposit and withdraw, of the wallet.
-- Depth: newest
SELECT 'customer_transactions' AS table_name, t.id AS row_id, IF(t.transaction_type IN ('deposit', 'withdraw'), COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0), COALESCE(t.balance_after, 0) - COALESCE(t.balance_before, 0)) AS expected, t.amount AS found
FROM customer_transactions AS t
LEFT JOIN adoption_findings AS f ON f.check_name = 'ledger_amount_is_the_change' AND f.table_name = 'customer_transactions' AND f.row_id = t.id
WHERE t.amount - (IF(t.transaction_type IN ('deposit', 'withdraw'), COALESCE(t.wallet_after, 0) - COALESCE(t.wallet_before, 0), COALESCE(t.balance_after, 0) - COALESCE(t.balance_before, 0))) <> COALESCE(f.difference, 0)

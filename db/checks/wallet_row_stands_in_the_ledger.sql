-- Every movement of a wallet stands in the customer's ledger, as the row of the same seq.
-- Depth: newest
SELECT
    'wallet_transactions' AS table_name, w.id AS row_id,
    CONCAT_WS(' ', w.wallet_before, w.wallet_after) AS expected, CONCAT_WS(' ', t.wallet_before, t.wallet_after) AS found
FROM wallet_transactions AS w
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_in_order) ON t.customer_id = w.customer_id AND t.seq = w.seq AND t.wallet_transaction = w.id
WHERE w.adopted = 0
    AND (NOT t.wallet_before <=> w.wallet_before OR NOT t.wallet_after <=> w.wallet_after)

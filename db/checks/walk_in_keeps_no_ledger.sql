-- A customer without an account has no ledger, or the one of an account that was given up: no row follows it.
-- Depth: full
SELECT
    'customers' AS table_name, c.id AS row_id,
    COALESCE(MAX(CAST(JSON_UNQUOTE(JSON_EXTRACT(a.values_after, '$.ledger_seq')) AS UNSIGNED)), 0) AS expected, COALESCE(MAX(t.seq), 0) AS found
FROM customers AS c
LEFT JOIN customer_transactions AS t FORCE INDEX (customer_transactions_in_order) ON t.customer_id = c.id
LEFT JOIN audit_log AS a FORCE INDEX (audit_log_of_document)
    ON a.document_table = 'customers' AND a.document_id = c.id AND a.action = 'tracks_balance'
WHERE c.tracks_balance = 0
GROUP BY c.id
HAVING COALESCE(MAX(t.seq), 0) <> COALESCE(MAX(CAST(JSON_UNQUOTE(JSON_EXTRACT(a.values_after, '$.ledger_seq')) AS UNSIGNED)), 0)

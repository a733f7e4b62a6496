-- An entry that is of no document with a cost centre (wallet money, a drawer, a supplier's payment on account) has that of the entry which it undoes, else
-- one that its branch has, or had as the audit trail knows, or none.
-- Depth: full
SELECT 'journal_entries' AS table_name, e.id AS row_id, COALESCE(u.cost_center_id, b.cost_center_id) AS expected, e.cost_center_id AS found
FROM journal_entries AS e
INNER JOIN branches AS b ON b.id = e.branch_id
LEFT JOIN journal_entries AS u ON u.id = e.reverses_id
LEFT JOIN supplier_payments AS p ON e.reference_type = 'supplier_payments' AND p.id = e.reference_id
WHERE e.reference_type IN ('wallet_transactions', 'cash_moves', 'shifts', 'supplier_payments') AND p.purchase_id IS NULL
    AND IF(
        u.id IS NULL,
        e.cost_center_id IS NOT NULL AND NOT e.cost_center_id <=> b.cost_center_id
        AND (
            SELECT COUNT(*) FROM audit_log AS a
            WHERE a.document_table = 'branches' AND a.document_id = e.branch_id
                AND (
                    JSON_EXTRACT(a.values_before, '$.cost_center_id') = e.cost_center_id
                    OR JSON_EXTRACT(a.values_after, '$.cost_center_id') = e.cost_center_id
                )
        ) = 0,
        NOT e.cost_center_id <=> u.cost_center_id
    )

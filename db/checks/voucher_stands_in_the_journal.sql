-- A voucher stands in the journal once, with its items' amounts on their accounts; once it is reversed, with its reversal, too. An entry of a
-- voucher names one that is there.
-- Depth: full
SELECT
    'journal_vouchers' AS table_name, v.id AS row_id, CONCAT_WS(' ', IF(v.reversed_on IS NULL, 1, 2), 0) AS expected,
    CONCAT_WS(' ', COALESCE(e.entries, 0), COALESCE(d.accounts, 0)) AS found
FROM journal_vouchers AS v
LEFT JOIN (
    SELECT reference_id, COUNT(*) AS entries FROM journal_entries WHERE reference_type = 'journal_vouchers' GROUP BY reference_id
) AS e ON e.reference_id = v.id
LEFT JOIN (
    SELECT w.voucher_id, COUNT(*) AS accounts
    FROM (
        SELECT s.voucher_id, s.account_id
        FROM (
            SELECT i.voucher_id, i.account_id, i.debit - i.credit AS amount FROM journal_voucher_items AS i
            UNION ALL
            SELECT p.reference_id, l.account_id, l.credit - l.debit
            FROM journal_entries AS p
            INNER JOIN journal_entry_lines AS l ON l.journal_entry_id = p.id
            WHERE p.reference_type = 'journal_vouchers' AND p.entry_type = 'voucher'
        ) AS s
        GROUP BY s.voucher_id, s.account_id
        HAVING SUM(s.amount) <> 0
    ) AS w
    GROUP BY w.voucher_id
) AS d ON d.voucher_id = v.id
WHERE COALESCE(e.entries, 0) <> IF(v.reversed_on IS NULL, 1, 2) OR COALESCE(d.accounts, 0) <> 0
UNION ALL
SELECT 'journal_entries' AS table_name, n.id AS row_id, n.reference_id AS expected, NULL AS found
FROM journal_entries AS n
LEFT JOIN journal_vouchers AS o ON o.id = n.reference_id
WHERE n.reference_type = 'journal_vouchers' AND o.id IS NULL

-- The goods received without a bill are what purchases without supplier come to, less what went back of them, less what was paid for them; and what was received before there
-- were purchases, batch by batch.
-- Depth: full
SELECT 'companies' AS table_name, c.id AS row_id, COALESCE(p.total, 0) - COALESCE(y.paid, 0) + COALESCE(l.of_batches, 0) AS expected, COALESCE(l.amount, 0) AS found
FROM companies AS c
LEFT JOIN (
    SELECT u.company_id, SUM(u.total - COALESCE(r.value, 0)) AS total
    FROM purchases AS u LEFT JOIN (SELECT purchase_id, SUM(value) AS value FROM purchase_returns GROUP BY purchase_id) AS r ON r.purchase_id = u.id
    WHERE u.supplier_id IS NULL AND u.reversed_on IS NULL GROUP BY u.company_id
) AS p ON p.company_id = c.id
LEFT JOIN (SELECT company_id, SUM(amount) AS paid FROM supplier_payments WHERE supplier_id IS NULL GROUP BY company_id) AS y ON y.company_id = c.id
LEFT JOIN (
    SELECT e.company_id, SUM(l.credit - l.debit) AS amount, SUM(IF(e.reference_type = 'batches', l.credit - l.debit, 0)) AS of_batches
    FROM journal_entry_lines AS l JOIN journal_entries AS e ON e.id = l.journal_entry_id
    WHERE l.role = 'goods_received' GROUP BY e.company_id
) AS l ON l.company_id = c.id
WHERE COALESCE(l.amount, 0) - (COALESCE(p.total, 0) - COALESCE(y.paid, 0) + COALESCE(l.of_batches, 0)) <> 0

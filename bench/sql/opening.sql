-- The entry that opens the books with the batches that bench/shops.py loads, which fills in what stands in braces: what
-- db/migrations/0017.opening_entries.sql would have written for them.
INSERT INTO journal_entries (company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, created_by)
VALUES (1, 1, CONCAT('JE-', DATE_FORMAT({day}, '%Y%m%d'), '-0001'), 'opening', {day}, 'companies', 1, {user});

INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, debit, credit)
SELECT e.id, l.line_no, r.account_id, r.role, l.debits * b.value, l.credits * b.value
FROM journal_entries AS e
CROSS JOIN (SELECT SUM(stock_value) AS value FROM batches) AS b
CROSS JOIN (
    SELECT 1 AS line_no, 'inventory' AS role, 1 AS debits, 0 AS credits UNION ALL SELECT 2, 'opening_equity', 0, 1) AS l
INNER JOIN account_roles AS r ON r.role = CONVERT(l.role USING ascii)
WHERE e.entry_type = 'opening';

UPDATE journal_entries SET posted = 1 WHERE entry_type = 'opening';

INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
SELECT e.id, b.product_id, b.id, 'opening', b.remaining, b.stock_value
FROM batches AS b CROSS JOIN journal_entries AS e WHERE e.entry_type = 'opening';

INSERT INTO number_series_days (branch_id, kind, day, last_no) VALUES (1, 'JE', {day}, 1);

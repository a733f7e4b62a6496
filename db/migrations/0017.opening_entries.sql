-- The books are opened with what is there: one entry a company, every batch's value, every customer's balance and wallet, against opening
-- equity. What came before has no entries of its own; where each kind of document stood is kept, for the checks.
-- depends: 0016.journal

INSERT IGNORE INTO journal_entries (company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, posted)
SELECT c.id, b.id, CONCAT('JE-', DATE_FORMAT(d.today, '%Y%m%d'), '-0001'), 'opening', d.today, 'companies', c.id, 1
FROM companies AS c
INNER JOIN branches AS b ON b.main_of = c.id
INNER JOIN (
    SELECT o.id, DATE(UTC_TIMESTAMP() + INTERVAL z.offset_minutes MINUTE) AS today
    FROM companies AS o
    INNER JOIN zone_offsets AS z ON z.zone = o.time_zone AND z.from_utc = (
        SELECT MAX(n.from_utc) FROM zone_offsets AS n WHERE n.zone = o.time_zone AND n.from_utc <= UTC_TIMESTAMP())
) AS d ON d.id = c.id
WHERE
    EXISTS (SELECT 1 FROM batches AS s INNER JOIN products AS p ON p.id = s.product_id WHERE p.company_id = c.id AND (s.remaining <> 0 OR s.stock_value <> 0))
    OR EXISTS (SELECT 1 FROM customers AS u WHERE u.company_id = c.id AND (u.balance <> 0 OR u.wallet <> 0));

UPDATE number_series AS s
INNER JOIN journal_entries AS e ON e.branch_id = s.branch_id
SET s.day = e.entry_date, s.last_no = 1
WHERE s.kind = 'JE' AND e.entry_type = 'opening';

INSERT IGNORE INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
SELECT e.id, p.id, s.id, 'opening', s.remaining, COALESCE(s.stock_value, 0)
FROM batches AS s
INNER JOIN products AS p ON p.id = s.product_id
INNER JOIN journal_entries AS e ON e.reference_type = 'companies' AND e.reference_id = p.company_id AND e.entry_type = 'opening'
WHERE s.remaining <> 0 OR s.stock_value <> 0;

INSERT IGNORE INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, debit, credit)
SELECT
    o.journal_entry_id, ROW_NUMBER() OVER (PARTITION BY o.journal_entry_id ORDER BY o.place, o.customer_id), r.account_id, o.role, o.customer_id,
    GREATEST(o.amount, 0), GREATEST(-o.amount, 0)
FROM (
    SELECT 1 AS place, 'inventory' AS role, m.journal_entry_id, NULL AS customer_id, SUM(m.total_cost) AS amount
    FROM inventory_transactions AS m GROUP BY m.journal_entry_id
    UNION ALL
    SELECT 2, 'receivables', e.id, c.id, COALESCE(c.balance, 0) FROM customers AS c
    INNER JOIN journal_entries AS e ON e.reference_type = 'companies' AND e.reference_id = c.company_id AND e.entry_type = 'opening'
    UNION ALL
    SELECT 3, 'wallet', e.id, c.id, -COALESCE(c.wallet, 0) FROM customers AS c
    INNER JOIN journal_entries AS e ON e.reference_type = 'companies' AND e.reference_id = c.company_id AND e.entry_type = 'opening'
) AS o
INNER JOIN account_roles AS r ON r.role = CONVERT(o.role USING ascii)
WHERE o.amount <> 0;

INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, debit, credit)
SELECT o.journal_entry_id, o.last_line_no + 1, r.account_id, r.role, GREATEST(-o.amount, 0), GREATEST(o.amount, 0)
FROM (
    SELECT l.journal_entry_id, MAX(l.line_no) AS last_line_no, SUM(l.debit - l.credit) AS amount FROM journal_entry_lines AS l GROUP BY l.journal_entry_id
) AS o
INNER JOIN account_roles AS r ON r.role = 'opening_equity'
WHERE o.amount <> 0;

INSERT IGNORE INTO settings (name, value)
SELECT 'books_opened_after.invoices_out', COALESCE(MAX(i.id), 0) FROM invoices_out AS i
UNION ALL SELECT 'books_opened_after.invoice_payments', COALESCE(MAX(p.id), 0) FROM invoice_payments AS p
UNION ALL SELECT 'books_opened_after.wallet_transactions', COALESCE(MAX(w.id), 0) FROM wallet_transactions AS w;

-- The general ledger: the lines of each account by day, those of a day in the order of their posting, with their branch and cost
-- centre, and with the balance after each (debit less credit). A filter on company_id and account_code reads that account only.
CREATE VIEW report_account_ledger AS
SELECT
    e.company_id, co.currency, a.code AS account_code, a.name_ar AS account_name_ar, a.name_en AS account_name_en, a.kind AS account_kind,
    e.id AS journal_entry_id, e.entry_no, e.entry_type, e.entry_date, e.branch_id, b.code AS branch_code, e.cost_center_id,
    cc.code AS cost_center_code, e.reference_type, e.reference_id, l.line_no, l.customer_id, c.name AS customer_name,
    l.supplier_id, s.name AS supplier_name, l.debit, l.credit,
    SUM(l.debit - l.credit) OVER (PARTITION BY e.company_id, a.code ORDER BY e.entry_date, e.id, l.line_no) AS balance
FROM accounts AS a
INNER JOIN journal_entry_lines AS l ON l.account_id = a.id
INNER JOIN journal_entries AS e ON e.id = l.journal_entry_id
INNER JOIN companies AS co ON co.id = e.company_id
INNER JOIN branches AS b ON b.id = e.branch_id
LEFT JOIN cost_centers AS cc ON cc.id = e.cost_center_id
LEFT JOIN customers AS c ON c.id = l.customer_id
LEFT JOIN suppliers AS s ON s.id = l.supplier_id

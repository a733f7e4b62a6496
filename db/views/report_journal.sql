-- The journal: every line of every entry, with the account that it was posted to, its branch and its cost centre. reverses_entry_id is the entry that this
-- one reverses.
CREATE VIEW report_journal AS
SELECT
    e.id AS journal_entry_id, e.entry_no, e.entry_type, e.entry_date, e.company_id, co.currency, e.branch_id, b.code AS branch_code, e.cost_center_id,
    cc.code AS cost_center_code, e.reference_type, e.reference_id, e.reverses_id AS reverses_entry_id, l.line_no, l.account_id, a.code AS account_code,
    a.name_ar AS account_name_ar, a.name_en AS account_name_en, a.kind AS account_kind, l.role, l.customer_id, c.name AS customer_name, l.supplier_id,
    s.name AS supplier_name, l.debit, l.credit, e.created_by, e.created_at
FROM journal_entries AS e
INNER JOIN companies AS co ON co.id = e.company_id
INNER JOIN branches AS b ON b.id = e.branch_id
INNER JOIN journal_entry_lines AS l ON l.journal_entry_id = e.id
INNER JOIN accounts AS a ON a.id = l.account_id
LEFT JOIN cost_centers AS cc ON cc.id = e.cost_center_id
LEFT JOIN customers AS c ON c.id = l.customer_id
LEFT JOIN suppliers AS s ON s.id = l.supplier_id

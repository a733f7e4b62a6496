-- What a company has and owes: assets as debit less credit, liabilities and equity as credit less debit. The profit up to now is equity; its
-- row has no account. Assets are the sum of the others.
CREATE VIEW report_balance_sheet AS
SELECT
    s.company_id, s.currency, IF(s.kind IN ('revenue', 'expense'), 'equity', s.kind) AS account_kind,
    IF(s.kind IN ('revenue', 'expense'), NULL, s.code) AS account_code,
    IF(s.kind IN ('revenue', 'expense'), 'أرباح', s.name_ar) AS account_name_ar,
    IF(s.kind IN ('revenue', 'expense'), 'Profit', s.name_en) AS account_name_en,
    SUM(IF(s.kind = 'asset', s.debit - s.credit, s.credit - s.debit)) AS amount
FROM (
    SELECT e.company_id, co.currency, a.code, a.name_ar, a.name_en, a.kind, l.debit, l.credit
    FROM journal_entry_lines AS l
    INNER JOIN journal_entries AS e ON e.id = l.journal_entry_id
    INNER JOIN companies AS co ON co.id = e.company_id
    INNER JOIN accounts AS a ON a.id = l.account_id
) AS s
GROUP BY 1, 2, 3, 4, 5, 6

-- What each account of revenue and expense gained or cost a branch and cost centre of a company in a day: amount is above 0 where it raises the profit, below 0 where it
-- lowers it. The profit of a period is the sum over its days.
CREATE VIEW report_profit_and_loss AS
SELECT
    e.company_id, co.currency, e.branch_id, e.cost_center_id, e.entry_date, a.code AS account_code, a.name_ar AS account_name_ar, a.name_en AS account_name_en,
    a.kind AS account_kind, SUM(l.credit - l.debit) AS amount
FROM journal_entry_lines AS l
INNER JOIN journal_entries AS e ON e.id = l.journal_entry_id
INNER JOIN companies AS co ON co.id = e.company_id
INNER JOIN accounts AS a ON a.id = l.account_id
WHERE a.kind IN ('revenue', 'expense')
GROUP BY e.company_id, co.currency, e.branch_id, e.cost_center_id, e.entry_date, a.id, a.code, a.name_ar, a.name_en, a.kind

-- What stands on each account of a company: the sums of both sides, and the balance (debit less credit). Both sums are equal over all accounts.
CREATE VIEW report_trial_balance AS
SELECT
    e.company_id, co.currency, a.code AS account_code, a.name_ar AS account_name_ar, a.name_en AS account_name_en, a.kind AS account_kind,
    SUM(l.debit) AS debit, SUM(l.credit) AS credit, SUM(l.debit - l.credit) AS balance
FROM journal_entry_lines AS l
INNER JOIN journal_entries AS e ON e.id = l.journal_entry_id
INNER JOIN companies AS co ON co.id = e.company_id
INNER JOIN accounts AS a ON a.id = l.account_id
GROUP BY e.company_id, co.currency, a.id, a.code, a.name_ar, a.name_en, a.kind

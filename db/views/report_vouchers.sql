-- Journal vouchers, item by item, with the account of each and the entry that they were posted by.
CREATE VIEW report_vouchers AS
SELECT
    v.id AS voucher_id, v.entry_date, v.company_id, co.currency, v.branch_id, v.cost_center_id, v.description, v.reference_no, e.id AS journal_entry_id, e.entry_no,
    i.line_no, i.account_id, a.code AS account_code, a.name_ar AS account_name_ar, a.name_en AS account_name_en, i.debit, i.credit, i.memo,
    v.reversed_on, v.reversed_by, v.reverse_reason, v.created_by, v.created_at
FROM journal_vouchers AS v
INNER JOIN companies AS co ON co.id = v.company_id
INNER JOIN journal_voucher_items AS i ON i.voucher_id = v.id
INNER JOIN accounts AS a ON a.id = i.account_id
LEFT JOIN journal_entries AS e ON e.reference_type = 'journal_vouchers' AND e.reference_id = v.id AND e.entry_type = 'voucher'

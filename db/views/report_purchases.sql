-- Purchases with what is still owed for each (_owed_on_purchases).
CREATE VIEW report_purchases AS
SELECT
    p.id AS bill_id, p.purchase_no, p.bill_no, p.company_id, co.currency, p.branch_id, p.cost_center_id, p.business_date, p.opening_date, p.due_date,
    o.supplier_id, s.name AS supplier_name, p.total, p.tax_total, o.returned_amount, o.open_amount,
    p.reversed_on, p.reverse_reason, p.notes, p.created_by, u.username AS created_by_name, p.created_at
FROM _owed_on_purchases AS o
INNER JOIN purchases AS p ON p.id = o.id
INNER JOIN companies AS co ON co.id = p.company_id
INNER JOIN users AS u ON u.id = p.created_by
LEFT JOIN suppliers AS s ON s.id = o.supplier_id

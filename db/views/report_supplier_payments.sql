-- Money that went to suppliers (amount above 0) or came back (below 0); a void undoes the row that undoes_id names. No supplier: paid for a purchase without one.
CREATE VIEW report_supplier_payments AS
SELECT
    p.id AS payment_id, p.payment_no, p.company_id, p.branch_id, p.business_date, p.supplier_id, s.name AS supplier_name, p.purchase_id AS bill_id,
    p.kind, p.payment_method AS method, m.name_ar AS method_name_ar, m.name_en AS method_name_en, p.amount, p.notes, p.undoes_id,
    p.created_by, u.username AS created_by_name, p.created_at
FROM supplier_payments AS p
INNER JOIN users AS u ON u.id = p.created_by
LEFT JOIN suppliers AS s ON s.id = p.supplier_id
LEFT JOIN payment_methods AS m ON m.code = CONVERT(p.payment_method USING ascii)

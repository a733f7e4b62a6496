-- Suppliers with what is owed to them (balance above 0) or what they owe (below 0), in the company's currency.
CREATE VIEW report_suppliers AS
SELECT
    s.id AS supplier_id, s.company_id, s.name, s.mobile, s.city, s.address, s.notes, s.payment_days, s.active, co.currency, s.balance
FROM suppliers AS s
INNER JOIN companies AS co ON co.id = s.company_id

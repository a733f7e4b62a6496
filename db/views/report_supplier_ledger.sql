-- Every change of what is owed to a supplier, with the balance before and after; seq is the order within the supplier.
CREATE VIEW report_supplier_ledger AS
SELECT
    t.id AS supplier_transaction_id, t.supplier_id, s.company_id, s.name AS supplier_name, t.seq, t.transaction_date, t.transaction_type, t.amount,
    t.description, t.purchase_id AS bill_id, t.payment_id, t.balance_before, t.balance_after, t.created_by, u.username AS created_by_name, t.created_at
FROM supplier_transactions AS t
INNER JOIN suppliers AS s ON s.id = t.supplier_id
INNER JOIN users AS u ON u.id = t.created_by

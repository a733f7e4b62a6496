-- Every movement of a customer's prepaid money. The amount is always positive: type says whether it came in (deposit, refund) or went out.
CREATE VIEW report_wallet_ledger AS
SELECT
    t.id AS wallet_transaction_id, t.customer_id, c.company_id, c.name AS customer_name, t.seq, t.transaction_date, t.type, t.method,
    t.amount, t.description, t.wallet_before, t.wallet_after, t.created_by, u.username AS created_by_name, t.created_at
FROM wallet_transactions AS t
INNER JOIN customers AS c ON c.id = t.customer_id
INNER JOIN users AS u ON u.id = t.created_by

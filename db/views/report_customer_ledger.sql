-- Every change of a customer's balance or wallet, with both before and after; seq is the order within the customer. The amount is the
-- change of the balance, for deposit and withdraw that of the wallet.
CREATE VIEW report_customer_ledger AS
SELECT
    t.id AS customer_transaction_id, t.customer_id, c.company_id, c.name AS customer_name, t.seq, t.transaction_date, t.transaction_type,
    t.amount, t.description, t.invoice_id, t.payment_id, t.debit_note_id, t.wallet_transaction AS wallet_transaction_id, t.work_order_id,
    t.balance_before, t.balance_after, t.wallet_before, t.wallet_after, t.created_by, u.username AS created_by_name, t.created_at
FROM customer_transactions AS t
INNER JOIN customers AS c ON c.id = t.customer_id
INNER JOIN users AS u ON u.id = t.created_by

-- Customers with what they owe (balance above 0) or are owed (below 0) and their prepaid money (wallet), in the company's currency;
-- tracks_balance 0: a walk-in customer, who pays in full and has neither.
CREATE VIEW report_customers AS
SELECT
    c.id AS customer_id, c.company_id, c.name, c.mobile, c.city, c.address, c.notes, c.active, c.join_date,
    co.currency, c.balance, c.wallet, c.tracks_balance
FROM customers AS c
INNER JOIN companies AS co ON co.id = c.company_id

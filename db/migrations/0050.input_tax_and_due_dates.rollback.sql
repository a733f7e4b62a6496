-- Entries stay, and the account with them, as what is owed does. A purchase then comes to more than its batches.
DELETE r FROM account_roles AS r WHERE r.role = 'tax_recoverable';

DROP TABLE IF EXISTS purchase_return_taxes;

ALTER TABLE purchase_returns DROP CONSTRAINT purchase_returns_tax;

ALTER TABLE purchase_returns DROP COLUMN tax_amount;

DROP TABLE IF EXISTS batch_taxes;

ALTER TABLE purchases DROP CONSTRAINT purchases_due;

ALTER TABLE purchases DROP CONSTRAINT purchases_tax;

ALTER TABLE purchases DROP COLUMN due_date, DROP COLUMN tax_total;

ALTER TABLE suppliers DROP CONSTRAINT suppliers_payment_days;

ALTER TABLE suppliers DROP COLUMN payment_days;

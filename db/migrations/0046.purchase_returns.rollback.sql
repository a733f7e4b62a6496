-- Ledger rows of returns stay, and so their type and the CHECK let them be.
DELETE FROM number_series_days WHERE kind = 'PRET';

DELETE FROM number_series WHERE kind = 'PRET';

ALTER TABLE supplier_transactions DROP FOREIGN KEY supplier_transactions_fk_return;

ALTER TABLE supplier_transactions DROP CONSTRAINT supplier_transactions_document;

ALTER TABLE supplier_transactions DROP INDEX supplier_transactions_return_once, DROP COLUMN purchase_return_id;

ALTER TABLE supplier_transactions
    ADD CONSTRAINT supplier_transactions_document CHECK (
        (purchase_id IS NOT NULL) + (payment_id IS NOT NULL) = IF(transaction_type = 'purchase_return', 0, 1));

DROP TABLE IF EXISTS purchase_return_items;

DROP TABLE IF EXISTS purchase_returns;

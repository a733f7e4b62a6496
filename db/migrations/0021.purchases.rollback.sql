-- Batches stay, with their quantities and values as they are; one of a reversed purchase is empty.
DELETE FROM number_series_days WHERE kind = 'PO';

DELETE FROM number_series WHERE kind = 'PO';

ALTER TABLE journal_entry_lines DROP CONSTRAINT journal_entry_lines_supplier;

ALTER TABLE journal_entry_lines DROP COLUMN supplier_id;

ALTER TABLE batches DROP FOREIGN KEY batches_fk_purchase;

ALTER TABLE batches DROP INDEX batches_of_purchase, DROP COLUMN purchase_id;

DROP TABLE IF EXISTS supplier_transactions;

DROP TABLE IF EXISTS supplier_payments;

DROP TABLE IF EXISTS purchases;

DROP TABLE IF EXISTS suppliers;

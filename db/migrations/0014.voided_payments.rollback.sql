ALTER TABLE invoice_payments DROP FOREIGN KEY invoice_payments_fk_voids;

ALTER TABLE invoice_payments DROP INDEX invoice_payments_voids, DROP COLUMN voids_id;

DELETE FROM number_series_days WHERE kind = 'RET';

DELETE FROM number_series WHERE kind = 'RET';

ALTER TABLE invoice_payments DROP FOREIGN KEY invoice_payments_fk_refunds;

ALTER TABLE invoice_payments DROP INDEX invoice_payments_refunds, DROP COLUMN refunds_id;

DROP TABLE IF EXISTS invoice_return_items;

DROP TABLE IF EXISTS invoice_returns;

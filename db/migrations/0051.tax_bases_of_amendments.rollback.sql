ALTER TABLE invoice_amendment_taxes DROP COLUMN base;

DROP TABLE IF EXISTS invoice_amendment_taxes;

ALTER TABLE invoice_amendments DROP COLUMN tax_change, DROP COLUMN rounding_change;

ALTER TABLE invoice_item_taxes DROP CONSTRAINT invoice_item_taxes_settled;

ALTER TABLE invoice_item_taxes DROP COLUMN settled;

ALTER TABLE invoices_out DROP COLUMN settled_value, DROP COLUMN settled_rounding;

-- Undoing sales that have taxes and rounding: what had come back when an invoice was last amended is settled, tax by tax and in what of the
-- rounding it took along; and what an amendment changed of each tax is a record of its own, so that the journal's lines can be held against it.
-- depends: 0025.pricing

ALTER TABLE invoices_out
    ADD COLUMN settled_value DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'value of the lines that had come back when the invoice was last amended',
    ADD COLUMN settled_rounding DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of rounding_amount went back with it';

ALTER TABLE invoice_item_taxes
    ADD COLUMN settled DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of amount had come back when the line was last amended',
    ADD CONSTRAINT invoice_item_taxes_settled CHECK (settled BETWEEN 0 AND amount);

ALTER TABLE invoice_amendments
    ADD COLUMN tax_change DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of value is tax',
    ADD COLUMN rounding_change DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of value is rounding to the smallest coin';

-- tax_id is NULL where lines were sold at a rate of their own; amount is what the invoice has more of it, below 0 less.
CREATE TABLE IF NOT EXISTS invoice_amendment_taxes (
    amendment_id INT NOT NULL,
    tax_no SMALLINT UNSIGNED NOT NULL COMMENT 'place among the taxes that the amendment changed, from 1',
    tax_id INT DEFAULT NULL,
    name VARCHAR(150) NOT NULL,
    rate DECIMAL(7,4) NOT NULL,
    amount DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (amendment_id, tax_no),
    KEY invoice_amendment_taxes_of_tax (tax_id),
    CONSTRAINT invoice_amendment_taxes_fk_amendment FOREIGN KEY (amendment_id) REFERENCES invoice_amendments (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_amendment_taxes_fk_tax FOREIGN KEY (tax_id) REFERENCES taxes (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What stands on top of a company's printed documents, beside its name.
-- depends: 0032.order_shares

ALTER TABLE companies
    ADD COLUMN address VARCHAR(255) DEFAULT NULL,
    ADD COLUMN phone VARCHAR(50) DEFAULT NULL,
    ADD COLUMN tax_number VARCHAR(50) DEFAULT NULL COMMENT 'of the tax registration';

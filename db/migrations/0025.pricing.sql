-- What the server computes of a sale beside quantity times price: taxes, discounts of lines, other units, rounding to the smallest coin.
-- The columns say of old rows what is true of them: no tax, no discount of a line, the product's own unit, no rounding.
-- depends: 0024.exchange

CREATE TABLE IF NOT EXISTS taxes (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(150) NOT NULL,
    rate DECIMAL(7,4) NOT NULL COMMENT 'percent',
    active TINYINT(1) NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    UNIQUE KEY taxes_by_code (company_id, code),
    CONSTRAINT taxes_rate CHECK (rate BETWEEN 0 AND 100),
    CONSTRAINT taxes_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS product_taxes (
    product_id INT NOT NULL,
    tax_id INT NOT NULL,
    PRIMARY KEY (product_id, tax_id),
    CONSTRAINT product_taxes_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT,
    CONSTRAINT product_taxes_fk_tax FOREIGN KEY (tax_id) REFERENCES taxes (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A unit beside the product's own: how many of its own one of it is, and what one of it costs (NULL: factor times the product's price).
CREATE TABLE IF NOT EXISTS product_units (
    product_id INT NOT NULL,
    unit VARCHAR(50) NOT NULL,
    factor DECIMAL(19,6) NOT NULL,
    selling_price DECIMAL(19,6) DEFAULT NULL COMMENT 'wholesale',
    retail_price DECIMAL(19,6) DEFAULT NULL,
    PRIMARY KEY (product_id, unit),
    CONSTRAINT product_units_factor CHECK (factor > 0),
    CONSTRAINT product_units_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE companies
    ADD COLUMN prices_include_tax TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'of lines that do not say',
    ADD COLUMN tax_rounding ENUM('document', 'line') NOT NULL DEFAULT 'document' COMMENT 'each invoice keeps its own',
    ADD COLUMN smallest_coin DECIMAL(19,4) DEFAULT NULL COMMENT 'invoices are rounded to it; NULL: they are not';

ALTER TABLE invoices_out
    ADD COLUMN tax_rounding ENUM('document', 'line') NOT NULL DEFAULT 'document',
    ADD COLUMN tax_total DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'all taxes of its lines',
    ADD COLUMN added_tax DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of them comes on top of the prices',
    ADD COLUMN smallest_coin DECIMAL(19,4) DEFAULT NULL,
    ADD COLUMN rounding_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what rounding to the smallest coin added';

-- quantity and selling_price stay in the product's own unit, in which stock is kept.
ALTER TABLE invoice_out_items
    ADD COLUMN unit VARCHAR(50) DEFAULT NULL COMMENT 'sold in this unit; NULL: the product''s own',
    ADD COLUMN unit_factor DECIMAL(19,6) DEFAULT NULL COMMENT 'how many of the product''s own one of it is',
    ADD COLUMN unit_qty DECIMAL(19,4) DEFAULT NULL COMMENT 'quantity in it',
    ADD COLUMN unit_price DECIMAL(19,6) DEFAULT NULL COMMENT 'price of one of it',
    ADD COLUMN list_price DECIMAL(19,6) DEFAULT NULL COMMENT 'what the price would have been by the list, a unit as sold; NULL: older than this column',
    ADD COLUMN discount_percent DECIMAL(7,4) DEFAULT NULL COMMENT 'of the line, where its discount was given so',
    ADD COLUMN line_discount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'taken off already in total_price',
    ADD COLUMN price_includes_tax TINYINT(1) NOT NULL DEFAULT 0,
    ADD COLUMN tax_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'all taxes of the line',
    ADD COLUMN added_tax DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'tax_amount, or 0 where the price includes it';

-- tax_id is NULL where the line was sold at a rate of its own. Base and amount are what the line is sold for and with; what came back of
-- them stands in invoice_return_taxes.
CREATE TABLE IF NOT EXISTS invoice_item_taxes (
    sale_item_id INT NOT NULL,
    tax_no SMALLINT UNSIGNED NOT NULL COMMENT 'place among the taxes of the line, from 1',
    tax_id INT DEFAULT NULL,
    name VARCHAR(150) NOT NULL,
    rate DECIMAL(7,4) NOT NULL,
    base DECIMAL(19,4) NOT NULL COMMENT 'net of the line',
    amount DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (sale_item_id, tax_no),
    KEY invoice_item_taxes_of_tax (tax_id),
    CONSTRAINT invoice_item_taxes_amounts CHECK (rate BETWEEN 0 AND 100 AND base >= 0 AND amount >= 0),
    CONSTRAINT invoice_item_taxes_fk_line FOREIGN KEY (sale_item_id) REFERENCES invoice_out_items (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_item_taxes_fk_tax FOREIGN KEY (tax_id) REFERENCES taxes (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What of a returned line's value is tax (tax_amount), and what the rounding to the smallest coin had added to it (rounding_amount).
ALTER TABLE invoice_returns
    ADD COLUMN tax_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of value is tax',
    ADD COLUMN rounding_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of value is its part of the invoice''s rounding';

ALTER TABLE invoice_return_items
    ADD COLUMN tax_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of value is tax',
    ADD COLUMN added_tax DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'tax_amount, or 0 where the price included it';

CREATE TABLE IF NOT EXISTS invoice_return_taxes (
    return_item_id INT NOT NULL,
    tax_no SMALLINT UNSIGNED NOT NULL COMMENT 'as on the sold line',
    amount DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (return_item_id, tax_no),
    CONSTRAINT invoice_return_taxes_amount CHECK (amount >= 0),
    CONSTRAINT invoice_return_taxes_fk_item FOREIGN KEY (return_item_id) REFERENCES invoice_return_items (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- No foreign key: MySQL would copy the whole table for it, and taxes are never deleted.
ALTER TABLE journal_entry_lines
    ADD COLUMN tax_id INT DEFAULT NULL COMMENT 'of a line of tax_payable: which tax, where it has a row',
    ADD COLUMN tax_rate DECIMAL(7,4) DEFAULT NULL COMMENT 'of a line of tax_payable: percent';

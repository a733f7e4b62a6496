-- Invoices in another currency: beside the invoice, which stays in the company's currency with its lines, payments and entries, what it says in its own.
-- depends: 0039.currencies 0042.late_postings

CREATE TABLE IF NOT EXISTS invoice_currencies (
    invoice_id INT NOT NULL,
    currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    exchange_rate DECIMAL(20,10) NOT NULL COMMENT 'of the company''s currency for one of its own',
    total_before DECIMAL(19,4) NOT NULL COMMENT 'before the invoice''s discount, taxes included; amounts are in its currency',
    discount_value DECIMAL(19,4) NOT NULL COMMENT 'in percent or currency units, as discount_type of the invoice says',
    discount_amount DECIMAL(19,4) NOT NULL,
    tax_total DECIMAL(19,4) NOT NULL,
    total DECIMAL(19,4) NOT NULL COMMENT 'what was sold',
    total_base DECIMAL(19,4) NOT NULL COMMENT 'total in the company''s currency, in whole minor units of it: the invoice''s total_after_discount',
    settled_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'sum of amount of its settlements',
    settled_base DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'sum of settled_base of its settlements',
    remaining_amount DECIMAL(19,4) GENERATED ALWAYS AS (total - settled_amount) STORED,
    remaining_base DECIMAL(19,4) GENERATED ALWAYS AS (total_base - settled_base) STORED COMMENT 'the invoice''s remaining_amount',
    PRIMARY KEY (invoice_id),
    CONSTRAINT invoice_currencies_rate CHECK (exchange_rate > 0),
    CONSTRAINT invoice_currencies_total CHECK (total >= 0 AND total = total_before - discount_amount AND tax_total BETWEEN 0 AND total AND discount_amount >= 0),
    CONSTRAINT invoice_currencies_settled CHECK (
        settled_amount BETWEEN 0 AND total AND settled_base BETWEEN 0 AND total_base AND (settled_amount = total) = (settled_base = total_base)),
    CONSTRAINT invoice_currencies_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_currencies_fk_currency FOREIGN KEY (currency) REFERENCES currencies (code) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS invoice_currency_items (
    sale_item_id INT NOT NULL,
    price DECIMAL(19,6) NOT NULL COMMENT 'of the unit as sold; amounts are in the invoice''s currency',
    line_discount DECIMAL(19,4) NOT NULL,
    total_price DECIMAL(19,4) NOT NULL COMMENT 'less line_discount',
    discount_share DECIMAL(19,4) NOT NULL COMMENT 'of the invoice''s discount',
    tax_amount DECIMAL(19,4) NOT NULL,
    added_tax DECIMAL(19,4) NOT NULL COMMENT 'what of tax_amount comes on top of the price',
    PRIMARY KEY (sale_item_id),
    CONSTRAINT invoice_currency_items_amounts CHECK (
        price >= 0 AND line_discount >= 0 AND total_price >= 0 AND discount_share BETWEEN 0 AND total_price AND added_tax BETWEEN 0 AND tax_amount),
    CONSTRAINT invoice_currency_items_fk_item FOREIGN KEY (sale_item_id) REFERENCES invoice_out_items (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What took something off what is open of such an invoice, in both currencies: a payment (or what undoes it), a return, or, where it names neither, that
-- the invoice was canceled or reverted.
CREATE TABLE IF NOT EXISTS invoice_settlements (
    id INT NOT NULL AUTO_INCREMENT,
    invoice_id INT NOT NULL,
    payment_id INT DEFAULT NULL,
    return_id INT DEFAULT NULL,
    amount DECIMAL(19,4) NOT NULL COMMENT 'in the invoice''s currency, below 0 where a payment is undone',
    settled_base DECIMAL(19,4) NOT NULL COMMENT 'what it took off the receivables, in the company''s currency',
    exchange_rate DECIMAL(20,10) DEFAULT NULL COMMENT 'of the payment; NULL where its money was told in the company''s currency, and where the invoice''s counts',
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY invoice_settlements_once (payment_id),
    UNIQUE KEY invoice_settlements_of_return (return_id),
    KEY invoice_settlements_of_invoice (invoice_id),
    CONSTRAINT invoice_settlements_amount CHECK (settled_base <> 0 AND amount * settled_base >= 0 AND (amount <> 0 OR payment_id IS NULL)),
    CONSTRAINT invoice_settlements_source CHECK (payment_id IS NULL OR return_id IS NULL),
    CONSTRAINT invoice_settlements_undoing CHECK (settled_base > 0 OR payment_id IS NOT NULL),
    CONSTRAINT invoice_settlements_rate CHECK (exchange_rate > 0),
    CONSTRAINT invoice_settlements_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoice_currencies (invoice_id) ON DELETE RESTRICT,
    CONSTRAINT invoice_settlements_fk_payment FOREIGN KEY (payment_id) REFERENCES invoice_payments (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_settlements_fk_return FOREIGN KEY (return_id) REFERENCES invoice_returns (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_settlements_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

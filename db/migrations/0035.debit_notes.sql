-- Debit notes: what a customer owes beside the invoices, such as freight or a penalty, each raised for one of them. A payment row names an invoice
-- or a note.
-- depends: 0033.letterhead

-- A note is written with posted 0, then its items, then posted becomes 1: that change sums the items (trg_customer_debit_notes_bu). What follows from
-- the amounts is generated. live_reference_no leads its key for the reason that the bills of purchases have: a cancelled note's reference is free again.
CREATE TABLE IF NOT EXISTS customer_debit_notes (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    debit_note_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    customer_id INT NOT NULL,
    source_invoice_id INT NOT NULL COMMENT 'the invoice that it was raised for',
    debit_note_date DATE NOT NULL COMMENT 'from which on it is due',
    reference_type ENUM('price_difference', 'additional_fees', 'penalty', 'correction') NOT NULL,
    reference_no VARCHAR(64) DEFAULT NULL COMMENT 'what it is called elsewhere, such as the carrier''s bill',
    reason VARCHAR(255) DEFAULT NULL,
    currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    exchange_rate DECIMAL(19,6) NOT NULL COMMENT 'of the company''s currency for one of its own',
    tax_rounding ENUM('document', 'line') NOT NULL COMMENT 'the company''s setting when it was made',
    net_total DECIMAL(19,4) NOT NULL,
    tax_total DECIMAL(19,4) NOT NULL,
    total DECIMAL(19,4) NOT NULL COMMENT 'tax included, in whole minor units',
    applied_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'sum of its applications',
    posted TINYINT(1) NOT NULL DEFAULT 0,
    cancelled_on DATE DEFAULT NULL COMMENT 'business date of its cancellation',
    cancelled_by INT DEFAULT NULL,
    cancel_reason VARCHAR(255) DEFAULT NULL,
    status VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin GENERATED ALWAYS AS (
        CASE
            WHEN cancelled_on IS NOT NULL THEN 'cancelled' WHEN applied_amount = 0 THEN 'open' WHEN applied_amount < total THEN 'partially_applied'
            ELSE 'applied'
        END) STORED,
    remaining_amount DECIMAL(19,4) GENERATED ALWAYS AS (CASE WHEN cancelled_on IS NULL THEN total - applied_amount ELSE 0 END) STORED,
    pay_by DATE GENERATED ALWAYS AS (CASE WHEN cancelled_on IS NULL AND applied_amount < total THEN debit_note_date END) STORED
        COMMENT 'its date; NULL unless something is open',
    live_reference_no VARCHAR(64) GENERATED ALWAYS AS (CASE WHEN cancelled_on IS NULL THEN reference_no END) STORED,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY customer_debit_notes_by_number (company_id, debit_note_no),
    UNIQUE KEY customer_debit_notes_one_reference (live_reference_no, customer_id, reference_type),
    KEY customer_debit_notes_pay_order (customer_id, pay_by, id),
    KEY customer_debit_notes_of_invoice (source_invoice_id),
    KEY customer_debit_notes_open (pay_by),
    CONSTRAINT customer_debit_notes_total CHECK (net_total >= 0 AND tax_total >= 0 AND total > 0 AND total = net_total + tax_total),
    CONSTRAINT customer_debit_notes_rate CHECK (exchange_rate > 0),
    CONSTRAINT customer_debit_notes_cancelled CHECK (
        (cancelled_on IS NULL) = (cancelled_by IS NULL) AND (cancelled_on IS NULL OR applied_amount = 0)),
    CONSTRAINT customer_debit_notes_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT customer_debit_notes_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT,
    CONSTRAINT customer_debit_notes_fk_invoice FOREIGN KEY (source_invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    CONSTRAINT customer_debit_notes_fk_currency FOREIGN KEY (currency) REFERENCES currencies (code) ON DELETE RESTRICT,
    CONSTRAINT customer_debit_notes_fk_cancelled_by FOREIGN KEY (cancelled_by) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT customer_debit_notes_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS customer_debit_note_items (
    id INT NOT NULL AUTO_INCREMENT,
    debit_note_id INT NOT NULL,
    line_no INT UNSIGNED NOT NULL,
    item_type ENUM('charge', 'product', 'service') NOT NULL,
    description VARCHAR(255) NOT NULL,
    quantity DECIMAL(19,4) NOT NULL,
    unit_price DECIMAL(19,6) NOT NULL,
    tax_rate DECIMAL(7,4) NOT NULL COMMENT 'percent, on top of the price',
    net DECIMAL(19,4) NOT NULL COMMENT 'quantity times unit_price, in whole minor units',
    tax_amount DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY customer_debit_note_items_in_note (debit_note_id, line_no),
    CONSTRAINT customer_debit_note_items_amounts CHECK (
        quantity > 0 AND unit_price >= 0 AND tax_rate BETWEEN 0 AND 100 AND net >= 0 AND tax_amount >= 0),
    CONSTRAINT customer_debit_note_items_fk_note FOREIGN KEY (debit_note_id) REFERENCES customer_debit_notes (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One of the two, and only what a note takes off itself: the rest of a payment stands in its row.
ALTER TABLE invoice_payments
    MODIFY invoice_id INT DEFAULT NULL,
    ADD COLUMN debit_note_id INT DEFAULT NULL COMMENT 'the debit note that it pays, instead of an invoice' AFTER invoice_id,
    ADD INDEX invoice_payments_of_debit_note (debit_note_id);

ALTER TABLE invoice_payments
    ADD CONSTRAINT invoice_payments_document CHECK ((invoice_id IS NULL) <> (debit_note_id IS NULL)),
    ADD CONSTRAINT invoice_payments_fk_debit_note FOREIGN KEY (debit_note_id) REFERENCES customer_debit_notes (id) ON DELETE RESTRICT;

CREATE TABLE IF NOT EXISTS customer_debit_note_applications (
    id INT NOT NULL AUTO_INCREMENT,
    debit_note_id INT NOT NULL,
    payment_id INT NOT NULL,
    amount DECIMAL(19,4) NOT NULL COMMENT 'below 0: a payment that was undone, or given back',
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY customer_debit_note_applications_once (payment_id),
    KEY customer_debit_note_applications_of_note (debit_note_id),
    CONSTRAINT customer_debit_note_applications_amount CHECK (amount <> 0),
    CONSTRAINT customer_debit_note_applications_fk_note FOREIGN KEY (debit_note_id) REFERENCES customer_debit_notes (id) ON DELETE RESTRICT,
    CONSTRAINT customer_debit_note_applications_fk_payment FOREIGN KEY (payment_id) REFERENCES invoice_payments (id) ON DELETE RESTRICT,
    CONSTRAINT customer_debit_note_applications_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE customer_transactions
    ADD COLUMN debit_note_id INT DEFAULT NULL COMMENT 'the debit note that it belongs to',
    ADD INDEX customer_transactions_of_debit_note (debit_note_id);

ALTER TABLE customer_transactions
    ADD CONSTRAINT customer_transactions_fk_debit_note FOREIGN KEY (debit_note_id) REFERENCES customer_debit_notes (id) ON DELETE RESTRICT;

ALTER TABLE journal_entries DROP CONSTRAINT journal_entries_type;

ALTER TABLE journal_entries
    ADD CONSTRAINT journal_entries_type CHECK (entry_type IN (
        'invoice', 'invoice_reversal', 'invoice_cogs', 'invoice_cogs_reversal', 'invoice_cogs_adjustment', 'payment', 'payment_reversal', 'refund',
        'wallet', 'return', 'purchase', 'purchase_reversal', 'supplier_payment', 'stock_adjustment', 'customer_debit', 'customer_debit_reversal',
        'opening', 'exchange_difference', 'cash_move', 'cash_difference', 'rounding'));

INSERT IGNORE INTO accounts (code, name_ar, name_en, kind) VALUES ('4130', 'رسوم إضافية', 'Additional charges', 'revenue');

INSERT IGNORE INTO account_roles (role, account_id) SELECT 'additional_charges', a.id FROM accounts AS a WHERE a.code = '4130';

-- one series a company, without days: that of its main branch counts
INSERT IGNORE INTO number_series (branch_id, kind, code, day, last_no)
SELECT s.branch_id, 'DN', s.code, '1000-01-01', 0 FROM number_series AS s WHERE s.kind = 'JE';

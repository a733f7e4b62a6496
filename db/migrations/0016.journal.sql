-- The journal, and the stock ledger that belongs to it. An entry is the event of one document, once: the key on its reference and type.
-- It is written with posted 0, then its lines, then posted becomes 1: that change sums the lines (trg_journal_entries_bu).
-- depends: 0015.chart_of_accounts

CREATE TABLE IF NOT EXISTS journal_entries (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    entry_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    entry_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    entry_date DATE NOT NULL COMMENT 'business date of the posting',
    reference_type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'table of the document',
    reference_id INT NOT NULL,
    reverses_id INT DEFAULT NULL COMMENT 'the entry that this one reverses',
    adjusts_id INT DEFAULT NULL COMMENT 'the entry that this one undoes a part of; a reversal takes it along',
    posted TINYINT(1) NOT NULL DEFAULT 0,
    created_by INT DEFAULT NULL COMMENT 'NULL: the migration that opened the books',
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY journal_entries_once (reference_type, reference_id, entry_type),
    UNIQUE KEY journal_entries_by_number (company_id, entry_no),
    UNIQUE KEY journal_entries_reverse_once (reverses_id),
    KEY journal_entries_adjusting (adjusts_id),
    KEY journal_entries_by_day (entry_date),
    CONSTRAINT journal_entries_type CHECK (entry_type IN (
        'invoice', 'invoice_reversal', 'invoice_cogs', 'invoice_cogs_reversal', 'invoice_cogs_adjustment', 'payment', 'payment_reversal', 'refund',
        'wallet', 'return', 'purchase', 'purchase_reversal', 'supplier_payment', 'stock_adjustment', 'customer_debit', 'opening',
        'exchange_difference', 'cash_move', 'cash_difference', 'rounding')),
    CONSTRAINT journal_entries_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT journal_entries_fk_reverses FOREIGN KEY (reverses_id) REFERENCES journal_entries (id) ON DELETE RESTRICT,
    CONSTRAINT journal_entries_fk_adjusts FOREIGN KEY (adjusts_id) REFERENCES journal_entries (id) ON DELETE RESTRICT,
    CONSTRAINT journal_entries_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- role is what the line was posted as; which account played it on that day stands beside it.
CREATE TABLE IF NOT EXISTS journal_entry_lines (
    journal_entry_id INT NOT NULL,
    line_no INT UNSIGNED NOT NULL,
    account_id INT NOT NULL,
    role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    customer_id INT DEFAULT NULL COMMENT 'whose: on receivables and wallets',
    debit DECIMAL(19,4) NOT NULL,
    credit DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (journal_entry_id, line_no),
    KEY journal_entry_lines_of_account (account_id, journal_entry_id),
    CONSTRAINT journal_entry_lines_side CHECK (debit >= 0 AND credit >= 0 AND (debit > 0) + (credit > 0) = 1),
    CONSTRAINT journal_entry_lines_party CHECK ((customer_id IS NOT NULL) = (role IN ('receivables', 'wallet'))),
    CONSTRAINT journal_entry_lines_fk_entry FOREIGN KEY (journal_entry_id) REFERENCES journal_entries (id) ON DELETE RESTRICT,
    CONSTRAINT journal_entry_lines_fk_account FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A movement is the sum per entry, product, batch and type; which line of a document took it stands in sale_item_allocations.
CREATE TABLE IF NOT EXISTS inventory_transactions (
    id INT NOT NULL AUTO_INCREMENT,
    journal_entry_id INT NOT NULL,
    product_id INT NOT NULL,
    batch_id INT NOT NULL,
    transaction_type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    qty DECIMAL(19,4) NOT NULL COMMENT 'above 0 into stock',
    total_cost DECIMAL(19,4) NOT NULL COMMENT 'exact value moved, in whole minor units, with the sign of qty',
    PRIMARY KEY (id),
    UNIQUE KEY inventory_transactions_once (journal_entry_id, product_id, batch_id, transaction_type),
    KEY inventory_transactions_of_product (product_id),
    KEY inventory_transactions_of_batch (batch_id),
    CONSTRAINT inventory_transactions_type CHECK (transaction_type IN (
        'purchase', 'purchase_reversal', 'sale', 'sale_reversal', 'return', 'sale_adjustment', 'adjustment_in', 'adjustment_out', 'opening')),
    CONSTRAINT inventory_transactions_fk_entry FOREIGN KEY (journal_entry_id) REFERENCES journal_entries (id) ON DELETE RESTRICT,
    CONSTRAINT inventory_transactions_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT,
    CONSTRAINT inventory_transactions_fk_batch FOREIGN KEY (batch_id) REFERENCES batches (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO number_series (branch_id, kind, day, last_no) SELECT b.id, 'JE', '1000-01-01', 0 FROM branches AS b;

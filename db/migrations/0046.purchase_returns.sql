-- Goods that go back to their supplier, a part of a bill. What goes back leaves the batch that the bill brought, at that batch's own value.
-- depends: 0045.journal_vouchers

CREATE TABLE IF NOT EXISTS purchase_returns (
    id INT NOT NULL AUTO_INCREMENT,
    purchase_id INT NOT NULL,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    return_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    business_date DATE NOT NULL,
    value DECIMAL(19,4) NOT NULL COMMENT 'what is owed less for the bill, in whole minor units',
    reason VARCHAR(255) DEFAULT NULL,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY purchase_returns_by_number (company_id, return_no),
    KEY purchase_returns_of_purchase (purchase_id),
    CONSTRAINT purchase_returns_value CHECK (value >= 0),
    CONSTRAINT purchase_returns_fk_purchase FOREIGN KEY (purchase_id) REFERENCES purchases (id) ON DELETE RESTRICT,
    CONSTRAINT purchase_returns_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT purchase_returns_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS purchase_return_items (
    id INT NOT NULL AUTO_INCREMENT,
    purchase_return_id INT NOT NULL,
    batch_id INT NOT NULL,
    qty DECIMAL(19,4) NOT NULL,
    cost DECIMAL(19,4) NOT NULL COMMENT 'what left the batch with it',
    PRIMARY KEY (id),
    UNIQUE KEY purchase_return_items_once (purchase_return_id, batch_id),
    KEY purchase_return_items_of_batch (batch_id),
    CONSTRAINT purchase_return_items_qty CHECK (qty > 0),
    CONSTRAINT purchase_return_items_fk_return FOREIGN KEY (purchase_return_id) REFERENCES purchase_returns (id) ON DELETE RESTRICT,
    CONSTRAINT purchase_return_items_fk_batch FOREIGN KEY (batch_id) REFERENCES batches (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE supplier_transactions DROP CONSTRAINT supplier_transactions_document;

ALTER TABLE supplier_transactions
    MODIFY transaction_type ENUM('purchase', 'purchase_reversal', 'payment', 'refund', 'void', 'purchase_return') NOT NULL;

ALTER TABLE supplier_transactions
    ADD COLUMN purchase_return_id INT DEFAULT NULL COMMENT 'on purchase_return' AFTER payment_id,
    ADD UNIQUE KEY supplier_transactions_return_once (purchase_return_id);

ALTER TABLE supplier_transactions
    ADD CONSTRAINT supplier_transactions_document CHECK (
        (purchase_id IS NOT NULL) + (payment_id IS NOT NULL) + (purchase_return_id IS NOT NULL) = 1);

-- a statement of its own: what is dropped above comes back even where this is there already
ALTER TABLE supplier_transactions
    ADD CONSTRAINT supplier_transactions_fk_return FOREIGN KEY (purchase_return_id) REFERENCES purchase_returns (id) ON DELETE RESTRICT;

INSERT IGNORE INTO number_series (branch_id, kind, day, last_no) SELECT b.id, 'PRET', '1000-01-01', 0 FROM branches AS b;

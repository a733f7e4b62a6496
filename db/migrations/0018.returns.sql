-- Goods that come back. A payment row that gives back one payment names it, so that it is not given back twice.
-- depends: 0017.opening_entries

CREATE TABLE IF NOT EXISTS invoice_returns (
    id INT NOT NULL AUTO_INCREMENT,
    invoice_id INT NOT NULL,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    return_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    business_date DATE NOT NULL,
    value DECIMAL(19,4) NOT NULL COMMENT 'what the customer is relieved of, in whole minor units',
    reason VARCHAR(255) DEFAULT NULL,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY invoice_returns_by_number (company_id, return_no),
    KEY invoice_returns_of_invoice (invoice_id),
    CONSTRAINT invoice_returns_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_returns_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_returns_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS invoice_return_items (
    id INT NOT NULL AUTO_INCREMENT,
    return_id INT NOT NULL,
    sale_item_id INT NOT NULL,
    qty DECIMAL(19,4) NOT NULL,
    value DECIMAL(19,4) NOT NULL COMMENT 'its part of the line less the discount',
    cost DECIMAL(19,4) NOT NULL COMMENT 'what went back into the batches',
    PRIMARY KEY (id),
    UNIQUE KEY invoice_return_items_once (return_id, sale_item_id),
    KEY invoice_return_items_of_line (sale_item_id),
    CONSTRAINT invoice_return_items_qty CHECK (qty > 0),
    CONSTRAINT invoice_return_items_fk_return FOREIGN KEY (return_id) REFERENCES invoice_returns (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_return_items_fk_line FOREIGN KEY (sale_item_id) REFERENCES invoice_out_items (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE invoice_payments
    ADD COLUMN refunds_id INT DEFAULT NULL COMMENT 'the payment that this row gives back some of',
    ADD INDEX invoice_payments_refunds (refunds_id);

ALTER TABLE invoice_payments
    ADD CONSTRAINT invoice_payments_fk_refunds FOREIGN KEY (refunds_id) REFERENCES invoice_payments (id) ON DELETE RESTRICT;

INSERT IGNORE INTO number_series (branch_id, kind, day, last_no) SELECT b.id, 'RET', '1000-01-01', 0 FROM branches AS b;

-- Suppliers with their account, what was bought of them, and the money that went to them. The lines of a purchase are its batches.
-- depends: 0020.audit_log

CREATE TABLE IF NOT EXISTS suppliers (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    name VARCHAR(150) NOT NULL,
    mobile VARCHAR(20) DEFAULT NULL,
    city VARCHAR(100) DEFAULT NULL,
    address VARCHAR(255) DEFAULT NULL,
    notes TEXT DEFAULT NULL,
    active TINYINT(1) NOT NULL DEFAULT 1,
    balance DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what is owed to the supplier; below 0: what the supplier owes',
    ledger_seq INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'seq of the last ledger row',
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY suppliers_by_name (company_id, name),
    CONSTRAINT suppliers_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT suppliers_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Nothing of a purchase changes but that it is reversed, once. Its bill number is then free for the bill as it should have been. The key begins with
-- that number: MySQL 9.7 checks a foreign key by the unique key that begins with its column, and skips the check where a later column is NULL.
CREATE TABLE IF NOT EXISTS purchases (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    supplier_id INT DEFAULT NULL COMMENT 'NULL: bought of nobody in particular, or received without a bill',
    purchase_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    bill_no VARCHAR(64) DEFAULT NULL COMMENT 'the supplier''s own number',
    business_date DATE NOT NULL,
    total DECIMAL(19,4) NOT NULL COMMENT 'value of its batches, in whole minor units',
    notes VARCHAR(255) DEFAULT NULL,
    reversed_on DATE DEFAULT NULL COMMENT 'business date of its reversal',
    reversed_by INT DEFAULT NULL,
    reverse_reason VARCHAR(255) DEFAULT NULL,
    live_bill_no VARCHAR(64) GENERATED ALWAYS AS (CASE WHEN reversed_on IS NULL THEN bill_no END) STORED,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY purchases_by_number (company_id, purchase_no),
    UNIQUE KEY purchases_one_bill (live_bill_no, supplier_id),
    KEY purchases_of_supplier (supplier_id),
    KEY purchases_by_day (business_date),
    CONSTRAINT purchases_total CHECK (total >= 0),
    CONSTRAINT purchases_reversal CHECK ((reversed_on IS NULL) = (reversed_by IS NULL)),
    CONSTRAINT purchases_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT purchases_fk_supplier FOREIGN KEY (supplier_id) REFERENCES suppliers (id) ON DELETE RESTRICT,
    CONSTRAINT purchases_fk_reversed_by FOREIGN KEY (reversed_by) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT purchases_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- undoes_id stands on a void, and on money that was given back with the bill that it was paid with: the key lets only one row undo another.
CREATE TABLE IF NOT EXISTS supplier_payments (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    supplier_id INT DEFAULT NULL COMMENT 'NULL: of a purchase without supplier',
    purchase_id INT DEFAULT NULL COMMENT 'the purchase that it was made with',
    payment_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    business_date DATE NOT NULL,
    kind ENUM('payment', 'refund', 'void') NOT NULL,
    amount DECIMAL(19,4) NOT NULL COMMENT 'below 0: money that came back',
    payment_method ENUM('cash', 'bank_transfer', 'check', 'card') NOT NULL,
    notes TEXT DEFAULT NULL,
    undoes_id INT DEFAULT NULL COMMENT 'the payment that this row undoes',
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY supplier_payments_by_number (company_id, payment_no),
    UNIQUE KEY supplier_payments_undo_once (undoes_id),
    KEY supplier_payments_of_supplier (supplier_id),
    KEY supplier_payments_of_purchase (purchase_id),
    CONSTRAINT supplier_payments_kind CHECK (
        (kind = 'payment' AND amount > 0 AND undoes_id IS NULL) OR (kind = 'refund' AND amount < 0)
        OR (kind = 'void' AND amount <> 0 AND undoes_id IS NOT NULL)),
    CONSTRAINT supplier_payments_party CHECK (supplier_id IS NOT NULL OR purchase_id IS NOT NULL),
    CONSTRAINT supplier_payments_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT supplier_payments_fk_supplier FOREIGN KEY (supplier_id) REFERENCES suppliers (id) ON DELETE RESTRICT,
    CONSTRAINT supplier_payments_fk_purchase FOREIGN KEY (purchase_id) REFERENCES purchases (id) ON DELETE RESTRICT,
    CONSTRAINT supplier_payments_fk_undoes FOREIGN KEY (undoes_id) REFERENCES supplier_payments (id) ON DELETE RESTRICT,
    CONSTRAINT supplier_payments_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS supplier_transactions (
    id INT NOT NULL AUTO_INCREMENT,
    supplier_id INT NOT NULL,
    seq INT UNSIGNED NOT NULL COMMENT 'order within the supplier, given under the supplier''s lock',
    transaction_type ENUM('purchase', 'purchase_reversal', 'payment', 'refund', 'void') NOT NULL,
    amount DECIMAL(19,4) NOT NULL COMMENT 'change of the balance',
    description VARCHAR(255) NOT NULL,
    purchase_id INT DEFAULT NULL COMMENT 'on purchase and purchase_reversal',
    payment_id INT DEFAULT NULL COMMENT 'on payment, refund and void',
    balance_before DECIMAL(19,4) NOT NULL,
    balance_after DECIMAL(19,4) NOT NULL,
    transaction_date DATE NOT NULL,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY supplier_transactions_in_order (supplier_id, seq),
    UNIQUE KEY supplier_transactions_purchase_once (purchase_id, transaction_type),
    UNIQUE KEY supplier_transactions_payment_once (payment_id),
    CONSTRAINT supplier_transactions_amount CHECK (amount <> 0 AND amount = balance_after - balance_before),
    CONSTRAINT supplier_transactions_document CHECK ((purchase_id IS NOT NULL) + (payment_id IS NOT NULL) = 1),
    CONSTRAINT supplier_transactions_fk_supplier FOREIGN KEY (supplier_id) REFERENCES suppliers (id) ON DELETE RESTRICT,
    CONSTRAINT supplier_transactions_fk_purchase FOREIGN KEY (purchase_id) REFERENCES purchases (id) ON DELETE RESTRICT,
    CONSTRAINT supplier_transactions_fk_payment FOREIGN KEY (payment_id) REFERENCES supplier_payments (id) ON DELETE RESTRICT,
    CONSTRAINT supplier_transactions_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE batches
    ADD COLUMN purchase_id INT DEFAULT NULL COMMENT 'the purchase that brought it; NULL: adopted, found, or put in by an old page',
    ADD INDEX batches_of_purchase (purchase_id);

ALTER TABLE batches
    ADD CONSTRAINT batches_fk_purchase FOREIGN KEY (purchase_id) REFERENCES purchases (id) ON DELETE RESTRICT;

ALTER TABLE journal_entry_lines
    ADD COLUMN supplier_id INT DEFAULT NULL COMMENT 'whose: on payables' AFTER customer_id;

ALTER TABLE journal_entry_lines
    ADD CONSTRAINT journal_entry_lines_supplier CHECK ((supplier_id IS NOT NULL) = (role = 'payables'));

INSERT IGNORE INTO number_series (branch_id, kind, day, last_no) SELECT b.id, 'PO', '1000-01-01', 0 FROM branches AS b;

-- Orders beside invoices and payments, the tills of a branch with their shifts and closings, payments that are promised but not there yet, and
-- customers without an account of their own. A series of numbers is told apart by the code in its numbers: that of a branch, or of a till that
-- numbers its own documents.
-- depends: 0029.offers

CREATE TABLE IF NOT EXISTS tills (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    code VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(150) NOT NULL,
    customer_id INT DEFAULT NULL COMMENT 'whom it sells to where a sale names nobody',
    own_numbers TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'its documents have series of their own',
    active TINYINT(1) NOT NULL DEFAULT 1,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY tills_by_code (branch_id, code),
    CONSTRAINT tills_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT tills_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT tills_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT,
    CONSTRAINT tills_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Two keys let a till and a cashier have one open shift each.
CREATE TABLE IF NOT EXISTS shifts (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    till_id INT NOT NULL,
    cashier_id INT NOT NULL,
    shift_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    opened_on DATE NOT NULL COMMENT 'business date',
    opened_at DATETIME NOT NULL COMMENT 'UTC',
    opening_cash DECIMAL(19,4) NOT NULL,
    closed_on DATE DEFAULT NULL COMMENT 'business date of its closing',
    closed_at DATETIME DEFAULT NULL COMMENT 'UTC',
    closed_by INT DEFAULT NULL,
    report LONGTEXT DEFAULT NULL COMMENT 'JSON: what its closing answered',
    open_till_id INT GENERATED ALWAYS AS (CASE WHEN closed_on IS NULL THEN till_id END) STORED,
    open_cashier_id INT GENERATED ALWAYS AS (CASE WHEN closed_on IS NULL THEN cashier_id END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY shifts_one_of_till (open_till_id),
    UNIQUE KEY shifts_one_of_cashier (open_cashier_id),
    UNIQUE KEY shifts_by_number (company_id, shift_no),
    KEY shifts_of_till (till_id),
    KEY shifts_of_cashier (cashier_id),
    KEY shifts_of_day (branch_id, closed_on),
    CONSTRAINT shifts_opening_cash CHECK (opening_cash >= 0),
    CONSTRAINT shifts_closing CHECK ((closed_on IS NULL) = (closed_at IS NULL) AND (closed_on IS NULL) = (closed_by IS NULL)),
    CONSTRAINT shifts_fk_till FOREIGN KEY (till_id) REFERENCES tills (id) ON DELETE RESTRICT,
    CONSTRAINT shifts_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT shifts_fk_cashier FOREIGN KEY (cashier_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT shifts_fk_closed_by FOREIGN KEY (closed_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS shift_counts (
    shift_id INT NOT NULL,
    payment_method ENUM('cash', 'bank_transfer', 'check', 'card') NOT NULL,
    expected DECIMAL(19,4) NOT NULL COMMENT 'by the ledger',
    counted DECIMAL(19,4) NOT NULL COMMENT 'by the cashier',
    PRIMARY KEY (shift_id, payment_method),
    CONSTRAINT shift_counts_fk_shift FOREIGN KEY (shift_id) REFERENCES shifts (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS cash_moves (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    shift_id INT NOT NULL,
    business_date DATE NOT NULL,
    direction ENUM('in', 'out') NOT NULL COMMENT 'into the drawer, or out of it',
    purpose ENUM('safe', 'expense') NOT NULL COMMENT 'the role of the account on the other side',
    amount DECIMAL(19,4) NOT NULL,
    reason VARCHAR(255) NOT NULL,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY cash_moves_of_shift (shift_id),
    CONSTRAINT cash_moves_amount CHECK (amount > 0),
    CONSTRAINT cash_moves_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT cash_moves_fk_shift FOREIGN KEY (shift_id) REFERENCES shifts (id) ON DELETE RESTRICT,
    CONSTRAINT cash_moves_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS daily_closings (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    closing_no INT UNSIGNED NOT NULL COMMENT 'of the branch, from 1, without a gap',
    business_date DATE NOT NULL,
    net_sales DECIMAL(19,4) NOT NULL COMMENT 'of the day',
    running_total DECIMAL(19,4) NOT NULL COMMENT 'net_sales of all closings of the branch up to this one',
    report LONGTEXT NOT NULL COMMENT 'JSON: the Z report',
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY daily_closings_once (branch_id, business_date),
    UNIQUE KEY daily_closings_in_order (branch_id, closing_no),
    CONSTRAINT daily_closings_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT daily_closings_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT daily_closings_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS orders (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    order_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    customer_id INT NOT NULL,
    work_order_id INT DEFAULT NULL,
    shift_id INT DEFAULT NULL COMMENT 'of the till that sold it',
    source ENUM('pos', 'booking', 'manual') NOT NULL,
    status ENUM('pending', 'completed', 'cancelled') NOT NULL,
    order_date DATE NOT NULL,
    discount_type ENUM('percent', 'amount') NOT NULL,
    discount_value DECIMAL(19,4) NOT NULL,
    total_before DECIMAL(19,4) NOT NULL COMMENT 'the figures as they were agreed; those of its invoices count',
    discount_amount DECIMAL(19,4) NOT NULL,
    total_after DECIMAL(19,4) NOT NULL,
    tax_total DECIMAL(19,4) NOT NULL COMMENT 'contained in total_after',
    rounding_amount DECIMAL(19,4) NOT NULL,
    notes TEXT DEFAULT NULL,
    cancelled_on DATE DEFAULT NULL COMMENT 'business date on which the rest of it was given up',
    cancel_reason VARCHAR(255) DEFAULT NULL,
    created_by INT NOT NULL,
    updated_by INT DEFAULT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY orders_by_number (company_id, order_no),
    KEY orders_of_customer (customer_id),
    KEY orders_of_work_order (work_order_id),
    KEY orders_of_shift (shift_id),
    KEY orders_by_day (order_date),
    KEY orders_by_status (status),
    CONSTRAINT orders_total CHECK (total_after = total_before - discount_amount),
    CONSTRAINT orders_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT orders_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT,
    CONSTRAINT orders_fk_work_order FOREIGN KEY (work_order_id) REFERENCES work_orders (id) ON DELETE RESTRICT,
    CONSTRAINT orders_fk_shift FOREIGN KEY (shift_id) REFERENCES shifts (id) ON DELETE RESTRICT,
    CONSTRAINT orders_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Quantities and prices are of the unit as ordered. tax_rate and price_includes_tax are what the request said, NULL where the product's taxes and
-- the company's setting decide on the day of the invoice.
CREATE TABLE IF NOT EXISTS order_items (
    id INT NOT NULL AUTO_INCREMENT,
    order_id INT NOT NULL,
    line_no INT UNSIGNED NOT NULL,
    row_id VARCHAR(255) DEFAULT NULL,
    product_id INT NOT NULL,
    qty DECIMAL(19,4) NOT NULL,
    invoiced_qty DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'on live invoices: the sum of its order_invoice_items',
    unit VARCHAR(50) DEFAULT NULL COMMENT 'NULL: the product''s own',
    price_type ENUM('retail', 'wholesale') NOT NULL,
    selling_price DECIMAL(19,6) NOT NULL,
    discount_percent DECIMAL(7,4) DEFAULT NULL,
    discount_amount DECIMAL(19,4) DEFAULT NULL,
    tax_rate DECIMAL(7,4) DEFAULT NULL,
    price_includes_tax TINYINT(1) DEFAULT NULL,
    total_price DECIMAL(19,4) NOT NULL COMMENT 'of the whole line, less its own discount',
    PRIMARY KEY (id),
    UNIQUE KEY order_items_in_order (order_id, line_no),
    KEY order_items_of_product (product_id),
    CONSTRAINT order_items_qty CHECK (qty > 0 AND invoiced_qty >= 0 AND invoiced_qty <= qty),
    CONSTRAINT order_items_one_discount CHECK (discount_percent IS NULL OR discount_amount IS NULL),
    CONSTRAINT order_items_fk_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE RESTRICT,
    CONSTRAINT order_items_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- No foreign keys: MySQL would copy these tables for them and open the parents for each row. Triggers keep orders and shifts from being deleted.
ALTER TABLE invoices_out
    ADD COLUMN order_id INT DEFAULT NULL COMMENT 'the order that it bills, whole or in part',
    ADD COLUMN shift_id INT DEFAULT NULL COMMENT 'of the cashier who made it',
    ADD INDEX invoices_out_of_order (order_id),
    ADD INDEX invoices_out_of_shift (shift_id);

-- What an invoice billed of an order's line.
CREATE TABLE IF NOT EXISTS order_invoice_items (
    order_item_id INT NOT NULL,
    invoice_id INT NOT NULL,
    qty DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (order_item_id, invoice_id),
    KEY order_invoice_items_of_invoice (invoice_id),
    CONSTRAINT order_invoice_items_qty CHECK (qty > 0),
    CONSTRAINT order_invoice_items_fk_item FOREIGN KEY (order_item_id) REFERENCES order_items (id) ON DELETE RESTRICT,
    CONSTRAINT order_invoice_items_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Money that is promised, such as a check that the bank has not paid yet: it counts nowhere until it becomes a row of invoice_payments.
CREATE TABLE IF NOT EXISTS pending_payments (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    invoice_id INT NOT NULL,
    amount DECIMAL(19,4) NOT NULL,
    payment_method ENUM('cash', 'bank_transfer', 'check', 'card') NOT NULL,
    notes TEXT DEFAULT NULL,
    promised_on DATE NOT NULL COMMENT 'business date',
    status ENUM('pending', 'completed', 'failed') NOT NULL DEFAULT 'pending',
    settled_on DATE DEFAULT NULL COMMENT 'business date on which it was completed or failed',
    payment_id INT DEFAULT NULL COMMENT 'the payment that it became',
    reason VARCHAR(255) DEFAULT NULL,
    created_by INT NOT NULL,
    updated_by INT DEFAULT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY pending_payments_became (payment_id),
    KEY pending_payments_of_invoice (invoice_id),
    KEY pending_payments_by_status (status),
    CONSTRAINT pending_payments_amount CHECK (amount > 0),
    CONSTRAINT pending_payments_settled CHECK ((status = 'pending') = (settled_on IS NULL) AND (status = 'completed') = (payment_id IS NOT NULL)),
    CONSTRAINT pending_payments_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT pending_payments_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    CONSTRAINT pending_payments_fk_payment FOREIGN KEY (payment_id) REFERENCES invoice_payments (id) ON DELETE RESTRICT,
    CONSTRAINT pending_payments_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE journal_entries
    ADD COLUMN shift_id INT DEFAULT NULL COMMENT 'of the cashier who posted it',
    ADD INDEX journal_entries_of_shift (shift_id);

ALTER TABLE customers
    ADD COLUMN tracks_balance TINYINT(1) NOT NULL DEFAULT 1 COMMENT '0: pays in full and has no account';

ALTER TABLE customers
    ADD CONSTRAINT customers_without_account CHECK (tracks_balance = 1 OR (COALESCE(balance, 0) = 0 AND COALESCE(wallet, 0) = 0));

INSERT IGNORE INTO accounts (code, name_ar, name_en, kind) VALUES
    ('1105', 'الخزينة', 'Safe', 'asset'),
    ('5400', 'مصروفات نثرية', 'Petty expenses', 'expense');

INSERT IGNORE INTO account_roles (role, account_id)
SELECT r.role, a.id
FROM (SELECT 'safe' AS role, '1105' AS code UNION ALL SELECT 'expense', '5400') AS r
INNER JOIN accounts AS a ON a.code = CONVERT(r.code USING ascii);

-- The code as the numbers show it: empty for the main branch, else with a hyphen after it.
ALTER TABLE number_series_days DROP FOREIGN KEY number_series_days_fk_series;

ALTER TABLE number_series
    ADD COLUMN code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER kind,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (branch_id, kind, code);

ALTER TABLE number_series_days
    ADD COLUMN code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER kind,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (branch_id, kind, code, day);

UPDATE number_series AS s INNER JOIN branches AS b ON b.id = s.branch_id SET s.code = CONCAT(b.code, '-') WHERE b.main_of IS NULL;

UPDATE number_series_days AS s INNER JOIN branches AS b ON b.id = s.branch_id SET s.code = CONCAT(b.code, '-') WHERE b.main_of IS NULL;

ALTER TABLE number_series_days
    ADD CONSTRAINT number_series_days_fk_series FOREIGN KEY (branch_id, kind, code) REFERENCES number_series (branch_id, kind, code) ON DELETE RESTRICT;

INSERT IGNORE INTO number_series (branch_id, kind, code, day, last_no)
SELECT b.id, k.kind, IF(b.main_of IS NULL, CONCAT(b.code, '-'), ''), '1000-01-01', 0
FROM branches AS b CROSS JOIN (SELECT 'ORD' AS kind UNION ALL SELECT 'SH') AS k;

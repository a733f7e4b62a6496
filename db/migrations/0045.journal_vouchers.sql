-- What the shop books by hand: rent, salaries, capital, cash taken to the bank. A voucher is the document, its journal entry follows from it.
-- What customers, suppliers and batches are compared with takes no voucher: roles say so (control).
-- depends: 0044.order_units

CREATE TABLE IF NOT EXISTS journal_vouchers (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    cost_center_id INT DEFAULT NULL,
    entry_date DATE NOT NULL COMMENT 'the day that it is posted to; today or one that is not closed',
    description VARCHAR(255) NOT NULL,
    reference_no VARCHAR(64) DEFAULT NULL COMMENT 'the number of the paper: a receipt, a bank statement',
    reversed_on DATE DEFAULT NULL,
    reversed_by INT DEFAULT NULL,
    reverse_reason VARCHAR(255) DEFAULT NULL,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY journal_vouchers_by_day (entry_date),
    CONSTRAINT journal_vouchers_reversal CHECK ((reversed_on IS NULL) = (reversed_by IS NULL)),
    CONSTRAINT journal_vouchers_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT journal_vouchers_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT journal_vouchers_fk_reverser FOREIGN KEY (reversed_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS journal_voucher_items (
    voucher_id INT NOT NULL,
    line_no INT UNSIGNED NOT NULL,
    account_id INT NOT NULL,
    debit DECIMAL(19,4) NOT NULL,
    credit DECIMAL(19,4) NOT NULL,
    memo VARCHAR(255) DEFAULT NULL,
    PRIMARY KEY (voucher_id, line_no),
    KEY journal_voucher_items_of_account (account_id),
    CONSTRAINT journal_voucher_items_side CHECK (debit >= 0 AND credit >= 0 AND (debit > 0) + (credit > 0) = 1),
    CONSTRAINT journal_voucher_items_fk_voucher FOREIGN KEY (voucher_id) REFERENCES journal_vouchers (id) ON DELETE RESTRICT,
    CONSTRAINT journal_voucher_items_fk_account FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE journal_entries DROP CONSTRAINT journal_entries_type;

ALTER TABLE journal_entries
    ADD CONSTRAINT journal_entries_type CHECK (entry_type IN (
        'invoice', 'invoice_reversal', 'invoice_cogs', 'invoice_cogs_reversal', 'invoice_cogs_adjustment', 'payment', 'payment_reversal', 'refund',
        'wallet', 'return', 'purchase', 'purchase_reversal', 'supplier_payment', 'stock_adjustment', 'customer_debit', 'customer_debit_reversal',
        'opening', 'exchange_difference', 'cash_move', 'cash_difference', 'rounding', 'voucher', 'voucher_reversal'));

ALTER TABLE account_roles
    ADD COLUMN control TINYINT(1) NOT NULL DEFAULT 0 COMMENT '1: compared with customers, suppliers or batches; its account plays no other role and takes no voucher';

UPDATE account_roles SET control = 1 WHERE role IN ('receivables', 'wallet', 'payables', 'goods_received', 'inventory');

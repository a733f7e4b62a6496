-- The chart of accounts, one for all companies: an entry says whose it is. Procedures post to roles, never to accounts, so that an accountant
-- may add accounts and say which of them plays a role. A payment method is a role of its own name; `wallet` is what customers have in theirs.
-- depends: 0014.voided_payments

CREATE TABLE IF NOT EXISTS accounts (
    id INT NOT NULL AUTO_INCREMENT,
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name_ar VARCHAR(150) NOT NULL,
    name_en VARCHAR(150) NOT NULL,
    kind ENUM('asset', 'liability', 'equity', 'revenue', 'expense') NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY accounts_by_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS account_roles (
    role VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id INT NOT NULL,
    PRIMARY KEY (role),
    CONSTRAINT account_roles_fk_account FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO accounts (code, name_ar, name_en, kind) VALUES
    ('1100', 'الصندوق', 'Cash', 'asset'),
    ('1110', 'البنك', 'Bank', 'asset'),
    ('1120', 'شيكات تحت التحصيل', 'Checks to collect', 'asset'),
    ('1130', 'بطاقات تحت التسوية', 'Card clearing', 'asset'),
    ('1200', 'العملاء', 'Receivables', 'asset'),
    ('1300', 'المخزون', 'Inventory', 'asset'),
    ('2100', 'الموردون', 'Payables', 'liability'),
    ('2110', 'بضاعة مستلمة بلا فاتورة', 'Goods received without a bill', 'liability'),
    ('2200', 'محافظ العملاء', 'Customer wallets', 'liability'),
    ('2300', 'ضرائب مستحقة', 'Tax payable', 'liability'),
    ('3100', 'أرصدة افتتاحية', 'Opening equity', 'equity'),
    ('4100', 'المبيعات', 'Sales', 'revenue'),
    ('4110', 'خصم المبيعات', 'Sales discounts', 'revenue'),
    ('4120', 'مردودات المبيعات', 'Sales returns', 'revenue'),
    ('4200', 'زيادة الجرد', 'Stock gains', 'revenue'),
    ('5100', 'تكلفة البضاعة المباعة', 'Cost of goods sold', 'expense'),
    ('5200', 'عجز الجرد', 'Stock losses', 'expense'),
    ('5300', 'فروق العملة', 'Exchange differences', 'expense'),
    ('5310', 'فروق الصندوق', 'Cash differences', 'expense'),
    ('5320', 'فروق التقريب', 'Rounding', 'expense');

INSERT IGNORE INTO account_roles (role, account_id)
SELECT r.role, a.id
FROM (
    SELECT 'cash' AS role, '1100' AS code
    UNION ALL SELECT 'bank_transfer', '1110' UNION ALL SELECT 'check', '1120' UNION ALL SELECT 'card', '1130'
    UNION ALL SELECT 'receivables', '1200' UNION ALL SELECT 'inventory', '1300'
    UNION ALL SELECT 'payables', '2100' UNION ALL SELECT 'goods_received', '2110' UNION ALL SELECT 'wallet', '2200'
    UNION ALL SELECT 'tax_payable', '2300' UNION ALL SELECT 'opening_equity', '3100'
    UNION ALL SELECT 'sales', '4100' UNION ALL SELECT 'sales_discounts', '4110' UNION ALL SELECT 'sales_returns', '4120'
    UNION ALL SELECT 'stock_gains', '4200' UNION ALL SELECT 'cost_of_goods_sold', '5100' UNION ALL SELECT 'stock_losses', '5200'
    UNION ALL SELECT 'exchange_differences', '5300' UNION ALL SELECT 'cash_differences', '5310' UNION ALL SELECT 'rounding', '5320'
) AS r
INNER JOIN accounts AS a ON a.code = CONVERT(r.code USING ascii);

ALTER TABLE companies ADD COLUMN books_closed_to DATE DEFAULT NULL COMMENT 'no entry is posted up to this day';

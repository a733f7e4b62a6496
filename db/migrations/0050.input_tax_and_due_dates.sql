-- What a supplier's bill says beside its goods: the taxes that the tax office gives back, and until when it is to be paid. What purchases
-- came to before had no tax apart: it is in the cost of their goods.
-- depends: 0049.permissions_of_users

ALTER TABLE suppliers
    ADD COLUMN payment_days SMALLINT UNSIGNED DEFAULT NULL COMMENT 'in how many days bills are due that do not say; NULL: at once' AFTER notes;

ALTER TABLE suppliers
    ADD CONSTRAINT suppliers_payment_days CHECK (payment_days <= 3650);

ALTER TABLE purchases
    ADD COLUMN due_date DATE DEFAULT NULL COMMENT 'until when it is to be paid; NULL: at once' AFTER opening_date,
    ADD COLUMN tax_total DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of total is tax that is given back; the rest is the value of its batches' AFTER total;

ALTER TABLE purchases
    ADD CONSTRAINT purchases_tax CHECK (tax_total BETWEEN 0 AND GREATEST(total, 0) AND (opening_date IS NULL OR tax_total = 0)),
    ADD CONSTRAINT purchases_due CHECK (due_date >= opening_date);

-- tax_id is NULL where the line was bought at a rate of its own.
CREATE TABLE IF NOT EXISTS batch_taxes (
    batch_id INT NOT NULL,
    tax_no SMALLINT UNSIGNED NOT NULL COMMENT 'place among the taxes of the line, from 1',
    tax_id INT DEFAULT NULL,
    name VARCHAR(150) NOT NULL,
    rate DECIMAL(7,4) NOT NULL,
    base DECIMAL(19,4) NOT NULL COMMENT 'value of the batch when it came',
    amount DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (batch_id, tax_no),
    KEY batch_taxes_of_tax (tax_id),
    CONSTRAINT batch_taxes_amounts CHECK (rate BETWEEN 0 AND 100 AND base >= 0 AND amount >= 0),
    CONSTRAINT batch_taxes_fk_batch FOREIGN KEY (batch_id) REFERENCES batches (id) ON DELETE RESTRICT,
    CONSTRAINT batch_taxes_fk_tax FOREIGN KEY (tax_id) REFERENCES taxes (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE purchase_returns
    ADD COLUMN tax_amount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what of value is tax' AFTER value,
    ADD CONSTRAINT purchase_returns_tax CHECK (tax_amount BETWEEN 0 AND GREATEST(value, 0));

CREATE TABLE IF NOT EXISTS purchase_return_taxes (
    return_item_id INT NOT NULL,
    tax_no SMALLINT UNSIGNED NOT NULL COMMENT 'as on the batch',
    amount DECIMAL(19,4) NOT NULL,
    PRIMARY KEY (return_item_id, tax_no),
    CONSTRAINT purchase_return_taxes_amount CHECK (amount >= 0),
    CONSTRAINT purchase_return_taxes_fk_item FOREIGN KEY (return_item_id) REFERENCES purchase_return_items (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- An account of its own: 1400, where the shop has not given that code to another.
INSERT INTO accounts (code, name_ar, name_en, kind)
SELECT IF(SUM(a.code = '1400') > 0, '1400-TAX', '1400'), 'ضريبة المشتريات القابلة للاسترداد', 'Tax recoverable', 'asset'
FROM accounts AS a HAVING COALESCE(SUM(a.code IN ('1400', '1400-TAX') AND a.name_en = 'Tax recoverable' AND a.kind = 'asset'), 0) = 0;

INSERT IGNORE INTO account_roles (role, account_id)
SELECT 'tax_recoverable', MIN(a.id)
FROM accounts AS a WHERE a.code IN ('1400', '1400-TAX') AND a.name_en = 'Tax recoverable' AND a.kind = 'asset' HAVING MIN(a.id) IS NOT NULL;

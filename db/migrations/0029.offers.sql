-- Offers, which a sale gives by itself where their conditions are met, and coupons, which are given for a code and counted.
-- depends: 0028.drafts

CREATE TABLE IF NOT EXISTS offers (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    code VARCHAR(50) NOT NULL,
    name VARCHAR(150) NOT NULL,
    active TINYINT(1) NOT NULL DEFAULT 1,
    needs_coupon TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'given only where a coupon opens it',
    valid_from DATE DEFAULT NULL COMMENT 'first business date; NULL: no bound, here and below',
    valid_to DATE DEFAULT NULL COMMENT 'last business date',
    customer_group_id INT DEFAULT NULL COMMENT 'NULL: for every customer',
    product_id INT DEFAULT NULL COMMENT 'what the conditions are about; NULL: the whole invoice',
    min_qty DECIMAL(19,4) DEFAULT NULL COMMENT 'in the product''s own unit',
    max_qty DECIMAL(19,4) DEFAULT NULL,
    min_amount DECIMAL(19,4) DEFAULT NULL COMMENT 'quantity times price, before this discount',
    max_amount DECIMAL(19,4) DEFAULT NULL,
    gives ENUM('percent', 'amount', 'price', 'free_item', 'invoice_percent', 'invoice_amount') NOT NULL,
    value DECIMAL(19,6) DEFAULT NULL COMMENT 'percent; amount off each of the product, or off the invoice; price',
    free_product_id INT DEFAULT NULL,
    free_qty DECIMAL(19,4) DEFAULT NULL COMMENT 'in the free product''s own unit, once an invoice',
    priority INT NOT NULL DEFAULT 0 COMMENT 'the higher one wins where two are worth the same',
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY offers_by_code (company_id, code),
    KEY offers_active (company_id, active, product_id),
    CONSTRAINT offers_bounds CHECK ((min_qty > 0 AND max_qty >= COALESCE(min_qty, 0) AND min_amount > 0 AND max_amount >= COALESCE(min_amount, 0)
        AND valid_to >= valid_from) IS NOT FALSE),
    CONSTRAINT offers_gift CHECK (
        ((gives = 'free_item' AND value IS NULL AND free_product_id IS NOT NULL AND free_qty > 0)
        OR (gives <> 'free_item' AND (value > 0 OR (value = 0 AND gives = 'price')) AND free_product_id IS NULL AND free_qty IS NULL
            AND (value <= 100 OR gives NOT IN ('percent', 'invoice_percent'))
            AND (product_id IS NOT NULL OR gives IN ('invoice_percent', 'invoice_amount')))) IS TRUE),
    CONSTRAINT offers_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT offers_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT,
    CONSTRAINT offers_fk_free_product FOREIGN KEY (free_product_id) REFERENCES products (id) ON DELETE RESTRICT,
    CONSTRAINT offers_fk_group FOREIGN KEY (customer_group_id) REFERENCES customer_groups (id) ON DELETE RESTRICT,
    CONSTRAINT offers_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The row is the mutex of its uses.
CREATE TABLE IF NOT EXISTS coupons (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    code VARCHAR(50) NOT NULL COMMENT 'in any letter case',
    name VARCHAR(150) NOT NULL,
    offer_id INT DEFAULT NULL COMMENT 'the offer that it opens; NULL: it gives value itself',
    gives ENUM('percent', 'amount') DEFAULT NULL COMMENT 'off the invoice',
    value DECIMAL(19,4) DEFAULT NULL,
    min_amount DECIMAL(19,4) DEFAULT NULL COMMENT 'of the invoice, before its discount',
    valid_from DATE DEFAULT NULL,
    valid_to DATE DEFAULT NULL,
    max_uses INT UNSIGNED DEFAULT NULL,
    max_uses_per_customer INT UNSIGNED DEFAULT NULL,
    used_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'less the ones given back',
    active TINYINT(1) NOT NULL DEFAULT 1,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY coupons_by_code (company_id, code),
    CONSTRAINT coupons_gift CHECK (
        ((offer_id IS NOT NULL AND gives IS NULL AND value IS NULL)
        OR (offer_id IS NULL AND gives IS NOT NULL AND value > 0 AND (gives = 'amount' OR value <= 100))) IS TRUE),
    CONSTRAINT coupons_bounds CHECK ((min_amount > 0 AND max_uses > 0 AND max_uses_per_customer > 0 AND valid_to >= valid_from) IS NOT FALSE),
    CONSTRAINT coupons_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT coupons_fk_offer FOREIGN KEY (offer_id) REFERENCES offers (id) ON DELETE RESTRICT,
    CONSTRAINT coupons_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS coupon_uses (
    invoice_id INT NOT NULL,
    coupon_id INT NOT NULL,
    customer_id INT NOT NULL,
    given_back TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'its invoice was canceled or reverted',
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (invoice_id),
    KEY coupon_uses_of_customer (coupon_id, customer_id, given_back),
    CONSTRAINT coupon_uses_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    CONSTRAINT coupon_uses_fk_coupon FOREIGN KEY (coupon_id) REFERENCES coupons (id) ON DELETE RESTRICT,
    CONSTRAINT coupon_uses_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What was given as it was then: sale_item_id NULL: off the whole invoice. A coupon that opens an offer stands beside it.
CREATE TABLE IF NOT EXISTS invoice_offers (
    id INT NOT NULL AUTO_INCREMENT,
    invoice_id INT NOT NULL,
    sale_item_id INT DEFAULT NULL,
    offer_id INT DEFAULT NULL,
    coupon_id INT DEFAULT NULL,
    name VARCHAR(150) NOT NULL,
    gives VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount DECIMAL(19,4) NOT NULL COMMENT 'taken off: part of the line''s or of the invoice''s discount',
    PRIMARY KEY (id),
    KEY invoice_offers_of_invoice (invoice_id),
    CONSTRAINT invoice_offers_source CHECK (offer_id IS NOT NULL OR coupon_id IS NOT NULL),
    CONSTRAINT invoice_offers_amount CHECK (amount >= 0),
    CONSTRAINT invoice_offers_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_offers_fk_line FOREIGN KEY (sale_item_id) REFERENCES invoice_out_items (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_offers_fk_offer FOREIGN KEY (offer_id) REFERENCES offers (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_offers_fk_coupon FOREIGN KEY (coupon_id) REFERENCES coupons (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

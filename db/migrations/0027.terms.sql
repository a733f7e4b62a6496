-- What a customer buys by: price lists, groups of customers, and how much may be owed.
-- depends: 0026.undoing_taxes

CREATE TABLE IF NOT EXISTS price_lists (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(150) NOT NULL,
    active TINYINT(1) NOT NULL DEFAULT 1 COMMENT '0: as if nobody had it',
    PRIMARY KEY (id),
    UNIQUE KEY price_lists_by_code (company_id, code),
    CONSTRAINT price_lists_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS price_list_prices (
    price_list_id INT NOT NULL,
    product_id INT NOT NULL,
    unit VARCHAR(50) NOT NULL DEFAULT '' COMMENT 'empty: the product''s own',
    price DECIMAL(19,6) NOT NULL,
    PRIMARY KEY (price_list_id, product_id, unit),
    KEY price_list_prices_of_product (product_id),
    CONSTRAINT price_list_prices_price CHECK (price >= 0),
    CONSTRAINT price_list_prices_fk_list FOREIGN KEY (price_list_id) REFERENCES price_lists (id) ON DELETE RESTRICT,
    CONSTRAINT price_list_prices_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS customer_groups (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(150) NOT NULL,
    price_list_id INT DEFAULT NULL COMMENT 'of its customers that have none of their own',
    PRIMARY KEY (id),
    UNIQUE KEY customer_groups_by_code (company_id, code),
    KEY customer_groups_of_price_list (price_list_id),
    CONSTRAINT customer_groups_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT customer_groups_fk_price_list FOREIGN KEY (price_list_id) REFERENCES price_lists (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE customers
    ADD COLUMN group_id INT DEFAULT NULL,
    ADD COLUMN price_list_id INT DEFAULT NULL COMMENT 'NULL: the group''s, or none',
    ADD COLUMN credit_limit DECIMAL(19,4) DEFAULT NULL COMMENT 'what may be owed; NULL: any amount, 0: nothing',
    ADD INDEX customers_of_group (group_id),
    ADD INDEX customers_of_price_list (price_list_id);

ALTER TABLE customers
    ADD CONSTRAINT customers_credit_limit CHECK (credit_limit >= 0),
    ADD CONSTRAINT customers_fk_group FOREIGN KEY (group_id) REFERENCES customer_groups (id) ON DELETE RESTRICT,
    ADD CONSTRAINT customers_fk_price_list FOREIGN KEY (price_list_id) REFERENCES price_lists (id) ON DELETE RESTRICT;

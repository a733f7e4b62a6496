-- What the package needs beside the shop's tables. Codes are ascii_bin, texts for people utf8mb4_unicode_ci.
-- depends: 0002.shop_tables

-- Decimals of each currency: payments, discounts and wallets are whole minor units of it.
CREATE TABLE IF NOT EXISTS currencies (
    code CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    minor_units TINYINT NOT NULL,
    PRIMARY KEY (code),
    CONSTRAINT currencies_minor_units CHECK (minor_units BETWEEN 0 AND 4)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS companies (
    id INT NOT NULL AUTO_INCREMENT,
    code VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(150) NOT NULL,
    currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'IANA name; its offsets stand in zone_offsets',
    PRIMARY KEY (id),
    UNIQUE KEY companies_by_code (code),
    CONSTRAINT companies_fk_currency FOREIGN KEY (currency) REFERENCES currencies (code) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- main_of is the company's id on its main branch and NULL elsewhere: at most one main branch a company.
CREATE TABLE IF NOT EXISTS branches (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    code VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'stands in document numbers, but for the main branch',
    name VARCHAR(150) NOT NULL,
    main_of INT DEFAULT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY branches_by_code (company_id, code),
    UNIQUE KEY branches_one_main (main_of),
    CONSTRAINT branches_main CHECK (main_of IS NULL OR main_of = company_id),
    CONSTRAINT branches_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS settings (
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    value VARCHAR(255) NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Minutes to add to UTC from an instant on. The server's own zone tables are often empty and need rights to fill.
CREATE TABLE IF NOT EXISTS zone_offsets (
    zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    from_utc DATETIME NOT NULL,
    offset_minutes SMALLINT NOT NULL,
    PRIMARY KEY (zone, from_utc)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The permanent row of a series, made with its branch, so that a day's first number waits on a row that is always there.
CREATE TABLE IF NOT EXISTS number_series (
    branch_id INT NOT NULL,
    kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'INV, PAY, ...: the prefix of its numbers',
    day DATE NOT NULL COMMENT 'business date of the last number given',
    last_no INT UNSIGNED NOT NULL,
    PRIMARY KEY (branch_id, kind),
    CONSTRAINT number_series_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Days that a series has left, for calls that began before midnight and number their document after it.
CREATE TABLE IF NOT EXISTS number_series_days (
    branch_id INT NOT NULL,
    kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    day DATE NOT NULL,
    last_no INT UNSIGNED NOT NULL,
    PRIMARY KEY (branch_id, kind, day),
    CONSTRAINT number_series_days_fk_series FOREIGN KEY (branch_id, kind) REFERENCES number_series (branch_id, kind) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Permanent rows to wait on where the row in question may not exist yet: a request key, a product code, a barcode.
CREATE TABLE IF NOT EXISTS lock_buckets (
    bucket SMALLINT UNSIGNED NOT NULL,
    PRIMARY KEY (bucket)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS request_keys (
    request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    procedure_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of procedure and canonical request',
    document_table VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    document_id INT NOT NULL COMMENT 'id of the first row that the call made in document_table',
    response LONGTEXT NOT NULL COMMENT 'the answer, byte for byte',
    created_at DATETIME NOT NULL COMMENT 'UTC',
    PRIMARY KEY (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS error_catalogue (
    sentence VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the token, or token.variant',
    token VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    errno SMALLINT UNSIGNED NOT NULL,
    english VARCHAR(120) NOT NULL,
    arabic VARCHAR(255) NOT NULL,
    PRIMARY KEY (sentence)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS payment_methods (
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name_ar VARCHAR(50) NOT NULL,
    name_en VARCHAR(50) NOT NULL,
    excess_to ENUM('change', 'wallet', 'none') NOT NULL COMMENT 'what may become of money above the debt: change also allows wallet',
    PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS product_barcodes (
    company_id INT NOT NULL,
    barcode VARCHAR(64) NOT NULL,
    product_id INT NOT NULL,
    PRIMARY KEY (company_id, barcode),
    KEY product_barcodes_of_product (product_id),
    CONSTRAINT product_barcodes_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT product_barcodes_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What did not add up in the shop's old rows on the day of adoption. The checks leave out exactly these.
CREATE TABLE IF NOT EXISTS adoption_findings (
    check_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    table_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    row_id INT NOT NULL,
    expected VARCHAR(255) DEFAULT NULL,
    found VARCHAR(255) DEFAULT NULL,
    difference DECIMAL(19,4) DEFAULT NULL COMMENT 'found less expected, where they are numbers: it must stay what it was',
    PRIMARY KEY (check_name, table_name, row_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What the deployment put into this database: the file it came from, and the definition as the server gave it back.
CREATE TABLE IF NOT EXISTS deployed_objects (
    object_type ENUM('FUNCTION', 'PROCEDURE', 'TRIGGER', 'VIEW') NOT NULL,
    object_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source_sha CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    deployed_sha CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    deployed_at DATETIME NOT NULL COMMENT 'UTC',
    pending_grants TEXT DEFAULT NULL COMMENT 'GRANT statements to give again, should a deployment die between DROP and CREATE',
    PRIMARY KEY (object_type, object_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

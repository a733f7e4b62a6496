-- Cost centres: a document may name one, or has that of its branch; its journal entries have the document's. Those of before have none.
-- depends: 0038.branches_of_users

CREATE TABLE IF NOT EXISTS cost_centers (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(150) NOT NULL,
    active TINYINT(1) NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    UNIQUE KEY cost_centers_by_code (company_id, code),
    CONSTRAINT cost_centers_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE branches
    ADD COLUMN cost_center_id INT DEFAULT NULL COMMENT 'of its documents that name none',
    ADD CONSTRAINT branches_fk_cost_center FOREIGN KEY (cost_center_id) REFERENCES cost_centers (id) ON DELETE RESTRICT;

-- No key, which would be one more index of every sale: cost centres are never deleted, and a check looks.
ALTER TABLE invoices_out ADD COLUMN cost_center_id INT DEFAULT NULL;

ALTER TABLE orders ADD COLUMN cost_center_id INT DEFAULT NULL;

ALTER TABLE purchases ADD COLUMN cost_center_id INT DEFAULT NULL;

ALTER TABLE stock_adjustments ADD COLUMN cost_center_id INT DEFAULT NULL;

ALTER TABLE customer_debit_notes ADD COLUMN cost_center_id INT DEFAULT NULL;

ALTER TABLE journal_entries ADD COLUMN cost_center_id INT DEFAULT NULL COMMENT 'that of all its lines';

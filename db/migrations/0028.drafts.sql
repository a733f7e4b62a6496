-- Sales that are not made yet: the cart as the till sent it, and what the server computed of it then. A draft is no document: it has no number,
-- moves nothing and may be deleted. It keeps no foreign keys to customers and invoices: saving one does not wait for a sale that holds the
-- customer's row, and no sale pays for drafts (docs/decisions/0028-drafts.md).
-- depends: 0027.terms

CREATE TABLE IF NOT EXISTS invoice_drafts (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT DEFAULT NULL COMMENT 'of the customer, else of the branch; NULL while neither is known',
    branch_id INT DEFAULT NULL,
    customer_id INT DEFAULT NULL,
    name VARCHAR(150) DEFAULT NULL COMMENT 'what the till calls it',
    request LONGTEXT NOT NULL COMMENT 'JSON object as it was sent, without request_id, csrf_token and draft_id',
    quote LONGTEXT NOT NULL COMMENT 'JSON object: what the sale would have come to',
    line_count INT NOT NULL,
    revision INT NOT NULL DEFAULT 1 COMMENT 'goes up each time it is saved',
    total_after VARCHAR(24) DEFAULT NULL COMMENT 'of the quote, as it prints it; NULL where it could not be computed',
    invoice_id INT DEFAULT NULL COMMENT 'the sale that it became',
    sold TINYINT(1) AS (IF(invoice_id IS NULL, 0, 1)) STORED COMMENT 'so that each list goes by one index, whichever it asks for',
    created_by INT NOT NULL,
    updated_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY invoice_drafts_sold (invoice_id),
    KEY invoice_drafts_by_sold (sold),
    KEY invoice_drafts_of_customer (customer_id, sold),
    KEY invoice_drafts_of_branch (branch_id, sold),
    KEY invoice_drafts_of_user (created_by, sold),
    KEY invoice_drafts_of_company (company_id),
    KEY invoice_drafts_changed_by (updated_by),
    CONSTRAINT invoice_drafts_line_count CHECK (line_count >= 0),
    CONSTRAINT invoice_drafts_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_drafts_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_drafts_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_drafts_fk_updated_by FOREIGN KEY (updated_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Invoices that are amended: a document of its own for each time, so that the journal's key forbids posting it twice. An allocation that an
-- amendment wrote names it (without a key: every sale would pay for one). A line that was taken off stays, with quantity 0.
-- depends: 0021.purchases

CREATE TABLE IF NOT EXISTS invoice_amendments (
    id INT NOT NULL AUTO_INCREMENT,
    invoice_id INT NOT NULL,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    business_date DATE NOT NULL,
    total_change DECIMAL(19,4) NOT NULL COMMENT 'of the total before the discount',
    discount_change DECIMAL(19,4) NOT NULL,
    value DECIMAL(19,4) NOT NULL COMMENT 'what the customer owes more, below 0 less: total_change - discount_change',
    reason VARCHAR(255) DEFAULT NULL,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY invoice_amendments_of_invoice (invoice_id),
    CONSTRAINT invoice_amendments_value CHECK (value = total_change - discount_change),
    CONSTRAINT invoice_amendments_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_amendments_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT invoice_amendments_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE sale_item_allocations
    ADD COLUMN amendment_id INT DEFAULT NULL COMMENT 'the amendment that took more, or gave back; NULL: sale, return, reversal';

ALTER TABLE invoice_out_items
    ADD COLUMN settled_qty DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'had come back when the line was last amended',
    ADD COLUMN settled_value DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'what was given for it',
    ADD COLUMN settled_share DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'the part of the discount that it carries',
    DROP CONSTRAINT invoice_out_items_amounts;

ALTER TABLE invoice_out_items
    ADD CONSTRAINT invoice_out_items_amounts CHECK (adopted = 1 OR (
        (quantity > 0 OR (quantity = 0 AND total_price = 0 AND total_cost = 0)) AND total_price >= 0 AND selling_price >= 0 AND total_cost >= 0
        AND discount_share >= 0 AND discount_share <= total_price AND line_no IS NOT NULL
        AND settled_qty >= 0 AND settled_qty <= quantity AND settled_value >= 0 AND settled_share >= 0) IS TRUE);

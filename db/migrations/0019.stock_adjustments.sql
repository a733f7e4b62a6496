-- What was counted in the shop and differs from the books.
-- depends: 0018.returns

CREATE TABLE IF NOT EXISTS stock_adjustments (
    id INT NOT NULL AUTO_INCREMENT,
    company_id INT NOT NULL,
    branch_id INT NOT NULL,
    business_date DATE NOT NULL,
    reason VARCHAR(255) NOT NULL,
    created_by INT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    CONSTRAINT stock_adjustments_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    CONSTRAINT stock_adjustments_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS stock_adjustment_items (
    id INT NOT NULL AUTO_INCREMENT,
    adjustment_id INT NOT NULL,
    product_id INT NOT NULL,
    batch_id INT NOT NULL,
    qty DECIMAL(19,4) NOT NULL COMMENT 'above 0 into stock, as a batch of its own',
    cost DECIMAL(19,4) NOT NULL COMMENT 'exact value moved, in whole minor units, with the sign of qty',
    PRIMARY KEY (id),
    UNIQUE KEY stock_adjustment_items_once (adjustment_id, batch_id),
    KEY stock_adjustment_items_of_batch (batch_id),
    CONSTRAINT stock_adjustment_items_sign CHECK ((qty > 0 AND cost >= 0) OR (qty < 0 AND cost <= 0)),
    CONSTRAINT stock_adjustment_items_fk_adjustment FOREIGN KEY (adjustment_id) REFERENCES stock_adjustments (id) ON DELETE RESTRICT,
    CONSTRAINT stock_adjustment_items_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT,
    CONSTRAINT stock_adjustment_items_fk_batch FOREIGN KEY (batch_id) REFERENCES batches (id) ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

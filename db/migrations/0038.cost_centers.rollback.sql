ALTER TABLE journal_entries DROP COLUMN cost_center_id;

ALTER TABLE customer_debit_notes DROP COLUMN cost_center_id;

ALTER TABLE stock_adjustments DROP COLUMN cost_center_id;

ALTER TABLE purchases DROP COLUMN cost_center_id;

ALTER TABLE orders DROP COLUMN cost_center_id;

ALTER TABLE invoices_out DROP COLUMN cost_center_id;

ALTER TABLE branches DROP FOREIGN KEY branches_fk_cost_center;

ALTER TABLE branches DROP INDEX branches_fk_cost_center, DROP COLUMN cost_center_id;

DROP TABLE IF EXISTS cost_centers;

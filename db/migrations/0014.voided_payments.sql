-- A payment that is undone has a row of its own that names it: the key keeps it from being undone twice.
-- depends: 0013.work_order_findings

ALTER TABLE invoice_payments
    ADD COLUMN voids_id INT DEFAULT NULL COMMENT 'the payment that this row undoes',
    ADD UNIQUE INDEX invoice_payments_voids (voids_id);

ALTER TABLE invoice_payments
    ADD CONSTRAINT invoice_payments_fk_voids FOREIGN KEY (voids_id) REFERENCES invoice_payments (id) ON DELETE RESTRICT;

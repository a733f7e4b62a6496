-- Lines that were taken off have quantity 0, which the rule of before knows of adopted ones only.
UPDATE invoice_out_items SET adopted = 1 WHERE quantity = 0;

ALTER TABLE invoice_out_items DROP CONSTRAINT invoice_out_items_amounts;

ALTER TABLE invoice_out_items DROP COLUMN settled_qty, DROP COLUMN settled_value, DROP COLUMN settled_share;

ALTER TABLE invoice_out_items
    ADD CONSTRAINT invoice_out_items_amounts CHECK (adopted = 1 OR (
        quantity > 0 AND total_price >= 0 AND selling_price >= 0 AND total_cost >= 0
        AND discount_share >= 0 AND discount_share <= total_price AND line_no IS NOT NULL) IS TRUE);

ALTER TABLE sale_item_allocations DROP COLUMN amendment_id;

DROP TABLE IF EXISTS invoice_amendments;

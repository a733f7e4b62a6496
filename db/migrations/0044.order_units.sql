-- What a unit held when an order agreed on it: so a box delivers what was ordered, whatever the shop calls a box by then.
-- A line whose unit is gone by now keeps none, and is refused when it is billed, as before.
-- depends: 0043.invoice_currencies

ALTER TABLE order_items
    ADD COLUMN unit_factor DECIMAL(19,6) DEFAULT NULL COMMENT 'how many of the product''s own one of the unit was when it was agreed; NULL: the product''s own, or not known' AFTER unit;

UPDATE order_items AS i INNER JOIN product_units AS u ON u.product_id = i.product_id AND u.unit = i.unit SET i.unit_factor = u.factor;

ALTER TABLE order_invoice_items DROP COLUMN line_discount, DROP COLUMN order_discount;

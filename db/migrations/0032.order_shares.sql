-- What an invoice took of the discounts that an order agreed: so the next one knows what is left of them, whatever was cancelled between.
-- depends: 0031.reports

ALTER TABLE order_invoice_items
    ADD COLUMN line_discount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'of the line''s own discount_amount',
    ADD COLUMN order_discount DECIMAL(19,4) NOT NULL DEFAULT 0 COMMENT 'of the order''s discount_amount';

-- Rows from here on are the package's own: they obey its rules.
-- depends: 0005.widen_and_extend

ALTER TABLE batches ALTER COLUMN exempt SET DEFAULT 0;
ALTER TABLE customers ALTER COLUMN exempt SET DEFAULT 0;
ALTER TABLE invoices_out ALTER COLUMN exempt SET DEFAULT 0;
ALTER TABLE invoice_out_items ALTER COLUMN adopted SET DEFAULT 0;
ALTER TABLE sale_item_allocations ALTER COLUMN adopted SET DEFAULT 0;
ALTER TABLE invoice_payments ALTER COLUMN adopted SET DEFAULT 0;
ALTER TABLE customer_transactions ALTER COLUMN adopted SET DEFAULT 0;
ALTER TABLE wallet_transactions ALTER COLUMN adopted SET DEFAULT 0;

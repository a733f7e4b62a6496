ALTER TABLE invoices_out DROP COLUMN exchange_return_id;

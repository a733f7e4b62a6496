-- Only the rules go; rows stay as they are.
ALTER TABLE wallet_transactions DROP CONSTRAINT wallet_transactions_fk_customer, DROP CONSTRAINT wallet_transactions_fk_user, DROP CONSTRAINT wallet_transactions_amounts;
ALTER TABLE customer_transactions DROP CONSTRAINT customer_transactions_fk_customer, DROP CONSTRAINT customer_transactions_fk_invoice, DROP CONSTRAINT customer_transactions_fk_user, DROP CONSTRAINT customer_transactions_amounts;
ALTER TABLE invoice_payments DROP CONSTRAINT invoice_payments_fk_invoice, DROP CONSTRAINT invoice_payments_fk_user, DROP CONSTRAINT invoice_payments_amounts;
ALTER TABLE sale_item_allocations DROP CONSTRAINT sale_item_allocations_fk_item, DROP CONSTRAINT sale_item_allocations_fk_batch, DROP CONSTRAINT sale_item_allocations_sign;
ALTER TABLE invoice_out_items DROP CONSTRAINT invoice_out_items_fk_invoice, DROP CONSTRAINT invoice_out_items_fk_product, DROP CONSTRAINT invoice_out_items_amounts;
ALTER TABLE invoices_out DROP CONSTRAINT invoices_out_fk_customer, DROP CONSTRAINT invoices_out_fk_branch, DROP CONSTRAINT invoices_out_fk_work_order, DROP CONSTRAINT invoices_out_fk_user, DROP CONSTRAINT invoices_out_amounts, DROP CONSTRAINT invoices_out_remaining, DROP CONSTRAINT invoices_out_status;
ALTER TABLE work_orders DROP CONSTRAINT work_orders_fk_customer, DROP CONSTRAINT work_orders_fk_user;
ALTER TABLE customers DROP CONSTRAINT customers_fk_company, DROP CONSTRAINT customers_fk_user, DROP CONSTRAINT customers_wallet;
ALTER TABLE batches DROP CONSTRAINT batches_fk_product, DROP CONSTRAINT batches_fk_user, DROP CONSTRAINT batches_stock;
ALTER TABLE products DROP CONSTRAINT products_fk_company;

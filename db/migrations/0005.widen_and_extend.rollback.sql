-- The package's columns and indexes go; the wider types stay: narrowing them could lose what was written meanwhile.
ALTER TABLE wallet_transactions DROP INDEX wallet_transactions_in_order, DROP COLUMN seq, DROP COLUMN method, DROP COLUMN adopted;
ALTER TABLE customer_transactions DROP INDEX customer_transactions_in_order, DROP INDEX customer_transactions_of_invoice,
    DROP COLUMN seq, DROP COLUMN adopted;
ALTER TABLE invoice_payments DROP INDEX invoice_payments_by_number, DROP COLUMN company_id, DROP COLUMN branch_id, DROP COLUMN payment_no,
    DROP COLUMN business_date, DROP COLUMN tendered, DROP COLUMN change_given, DROP COLUMN adopted;
ALTER TABLE sale_item_allocations DROP INDEX sale_item_allocations_of_item, DROP INDEX sale_item_allocations_of_batch, DROP COLUMN adopted;
ALTER TABLE invoice_out_items DROP INDEX invoice_out_items_of_product, DROP COLUMN line_no, DROP COLUMN row_id,
    DROP COLUMN discount_share, DROP COLUMN total_cost, DROP COLUMN adopted;
ALTER TABLE invoices_out DROP INDEX invoices_out_by_number, DROP INDEX invoices_out_pay_order, DROP INDEX invoices_out_of_work_order,
    DROP INDEX invoices_out_by_day, DROP COLUMN pay_by, DROP COLUMN company_id, DROP COLUMN branch_id, DROP COLUMN invoice_no,
    DROP COLUMN invoice_date, DROP COLUMN due_date, DROP COLUMN returned_amount, DROP COLUMN exempt;
ALTER TABLE work_orders DROP INDEX work_orders_of_customer;
ALTER TABLE customers DROP INDEX customers_by_name, DROP COLUMN company_id, DROP COLUMN active, DROP COLUMN ledger_seq, DROP COLUMN exempt;
ALTER TABLE batches DROP INDEX batches_fifo, DROP COLUMN stock_value, DROP COLUMN original_value, DROP COLUMN exempt;
ALTER TABLE products DROP INDEX products_by_code, ADD UNIQUE INDEX product_code (product_code), DROP COLUMN company_id,
    DROP COLUMN keeps_stock, DROP COLUMN active;
ALTER TABLE users DROP COLUMN active;

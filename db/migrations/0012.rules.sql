-- What must always hold, kept by the database itself. Rows that broke a rule before adoption are exempt; all others, old and
-- new, obey (a rule with a NULL in it would pass: hence IS TRUE). Foreign keys restrict: nothing that a document names can be deleted.
-- depends: 0011.opening_rows

UPDATE batches SET exempt = 0
WHERE remaining >= 0 AND stock_value >= 0 AND original_value >= 0 AND (remaining > 0 OR stock_value = 0);

UPDATE customers SET exempt = 0 WHERE wallet >= 0;

UPDATE invoices_out SET exempt = 0, updated_at = updated_at
WHERE discount_amount >= 0 AND total_after_discount >= 0 AND total_after_discount = total_before_discount - discount_amount
    AND paid_amount >= 0 AND returned_amount >= 0 AND remaining_amount >= 0 AND invoice_date IS NOT NULL
    AND remaining_amount = IF(delivered IN ('canceled', 'reverted'), 0, total_after_discount - returned_amount - paid_amount)
    AND (delivered IN ('canceled', 'reverted')
        OR delivered = CASE WHEN remaining_amount = 0 THEN 'yes' WHEN paid_amount > 0 THEN 'partial' ELSE 'no' END);

ALTER TABLE products
    ADD CONSTRAINT products_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT;

ALTER TABLE batches
    ADD CONSTRAINT batches_stock CHECK (exempt = 1 OR (
        remaining >= 0 AND stock_value IS NOT NULL AND stock_value >= 0 AND original_value IS NOT NULL AND original_value >= 0
        AND (remaining > 0 OR stock_value = 0))),
    ADD CONSTRAINT batches_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT,
    ADD CONSTRAINT batches_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT;

ALTER TABLE customers
    ADD CONSTRAINT customers_wallet CHECK (exempt = 1 OR wallet >= 0),
    ADD CONSTRAINT customers_fk_company FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE RESTRICT,
    ADD CONSTRAINT customers_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT;

ALTER TABLE work_orders
    ADD CONSTRAINT work_orders_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT,
    ADD CONSTRAINT work_orders_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT;

ALTER TABLE invoices_out
    ADD CONSTRAINT invoices_out_amounts CHECK (exempt = 1 OR (
        discount_amount >= 0 AND total_after_discount >= 0 AND total_after_discount = total_before_discount - discount_amount
        AND paid_amount >= 0 AND returned_amount >= 0 AND remaining_amount >= 0 AND invoice_date IS NOT NULL) IS TRUE),
    ADD CONSTRAINT invoices_out_remaining CHECK (exempt = 1 OR (
        remaining_amount = IF(delivered IN ('canceled', 'reverted'), 0, total_after_discount - returned_amount - paid_amount)) IS TRUE),
    ADD CONSTRAINT invoices_out_status CHECK (exempt = 1 OR delivered IN ('canceled', 'reverted')
        OR delivered = CASE WHEN remaining_amount = 0 THEN 'yes' WHEN paid_amount > 0 THEN 'partial' ELSE 'no' END),
    ADD CONSTRAINT invoices_out_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT,
    ADD CONSTRAINT invoices_out_fk_branch FOREIGN KEY (branch_id) REFERENCES branches (id) ON DELETE RESTRICT,
    ADD CONSTRAINT invoices_out_fk_work_order FOREIGN KEY (work_order_id) REFERENCES work_orders (id) ON DELETE RESTRICT,
    ADD CONSTRAINT invoices_out_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT;

ALTER TABLE invoice_out_items
    ADD CONSTRAINT invoice_out_items_amounts CHECK (adopted = 1 OR (
        quantity > 0 AND total_price >= 0 AND selling_price >= 0 AND total_cost >= 0
        AND discount_share >= 0 AND discount_share <= total_price AND line_no IS NOT NULL) IS TRUE),
    ADD CONSTRAINT invoice_out_items_fk_invoice FOREIGN KEY (invoice_out_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    ADD CONSTRAINT invoice_out_items_fk_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT;

ALTER TABLE sale_item_allocations
    ADD CONSTRAINT sale_item_allocations_sign CHECK (adopted = 1 OR (qty > 0 AND line_cost >= 0) OR (qty < 0 AND line_cost <= 0)),
    ADD CONSTRAINT sale_item_allocations_fk_item FOREIGN KEY (sale_item_id) REFERENCES invoice_out_items (id) ON DELETE RESTRICT,
    ADD CONSTRAINT sale_item_allocations_fk_batch FOREIGN KEY (batch_id) REFERENCES batches (id) ON DELETE RESTRICT;

ALTER TABLE invoice_payments
    ADD CONSTRAINT invoice_payments_amounts CHECK (adopted = 1 OR (
        payment_amount <> 0 AND payment_method <> 'mixed' AND payment_no IS NOT NULL AND business_date IS NOT NULL
        AND tendered >= payment_amount AND change_given >= 0) IS TRUE),
    ADD CONSTRAINT invoice_payments_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    ADD CONSTRAINT invoice_payments_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT;

ALTER TABLE customer_transactions
    ADD CONSTRAINT customer_transactions_amounts CHECK (adopted = 1 OR (
        seq IS NOT NULL AND amount = IF(transaction_type IN ('deposit', 'withdraw'), wallet_after - wallet_before, balance_after - balance_before)) IS TRUE),
    ADD CONSTRAINT customer_transactions_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT,
    ADD CONSTRAINT customer_transactions_fk_invoice FOREIGN KEY (invoice_id) REFERENCES invoices_out (id) ON DELETE RESTRICT,
    ADD CONSTRAINT customer_transactions_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT;

ALTER TABLE wallet_transactions
    ADD CONSTRAINT wallet_transactions_amounts CHECK (adopted = 1 OR (
        seq IS NOT NULL AND amount > 0
        AND wallet_after - wallet_before = IF(type IN ('deposit', 'refund'), amount, -amount)) IS TRUE),
    ADD CONSTRAINT wallet_transactions_fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT,
    ADD CONSTRAINT wallet_transactions_fk_user FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE RESTRICT;

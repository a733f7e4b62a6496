-- The shop's tables in the package's types, with the columns that the package adds: one ALTER a table, atomic on both
-- engines. Names stay; amounts become DECIMAL(19,4), prices and unit costs DECIMAL(19,6), quantities DECIMAL(19,4).
-- exempt and adopted are born as 1, so that every row which is there by now carries them; step 0006 sets what new rows get.
-- depends: 0004.reference_rows

ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    ADD COLUMN active TINYINT(1) NOT NULL DEFAULT 1;

ALTER TABLE products CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY reorder_level DECIMAL(19,4) NOT NULL DEFAULT 0,
    MODIFY cost_price DECIMAL(19,6) NOT NULL DEFAULT 0,
    MODIFY selling_price DECIMAL(19,6) NOT NULL DEFAULT 0 COMMENT 'سعر الجملة',
    MODIFY retail_price DECIMAL(19,6) NOT NULL DEFAULT 0 COMMENT 'سعر القطاعي',
    ADD COLUMN company_id INT NOT NULL DEFAULT 1,
    ADD COLUMN keeps_stock TINYINT(1) NOT NULL DEFAULT 1 COMMENT '0: a service, sold without batches',
    ADD COLUMN active TINYINT(1) NOT NULL DEFAULT 1,
    DROP INDEX product_code,
    ADD UNIQUE INDEX products_by_code (company_id, product_code);

ALTER TABLE batches CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY qty DECIMAL(19,4) NOT NULL DEFAULT 0,
    MODIFY remaining DECIMAL(19,4) NOT NULL DEFAULT 0,
    MODIFY original_qty DECIMAL(19,4) NOT NULL DEFAULT 0,
    MODIFY unit_cost DECIMAL(19,6) NOT NULL DEFAULT 0,
    ADD COLUMN stock_value DECIMAL(19,4) DEFAULT NULL COMMENT 'value of what remains, in whole minor units',
    ADD COLUMN original_value DECIMAL(19,4) DEFAULT NULL COMMENT 'value of what was received',
    ADD COLUMN exempt TINYINT(1) NOT NULL DEFAULT 1 COMMENT '1: broke a rule when it was adopted, the CHECKs let it be',
    ADD INDEX batches_fifo (product_id, status, received_at, created_at, id);

ALTER TABLE customers CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY balance DECIMAL(19,4) DEFAULT 0 COMMENT 'الرصيد الحالي (مدين + / دائن -)',
    MODIFY wallet DECIMAL(19,4) DEFAULT 0 COMMENT 'رصيد المحفظة',
    MODIFY join_date DATE DEFAULT (curdate()) COMMENT 'تاريخ الانضمام',
    ADD COLUMN company_id INT NOT NULL DEFAULT 1,
    ADD COLUMN active TINYINT(1) NOT NULL DEFAULT 1,
    ADD COLUMN ledger_seq INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'seq of the last ledger row',
    ADD COLUMN exempt TINYINT(1) NOT NULL DEFAULT 1 COMMENT '1: broke a rule when it was adopted, the CHECKs let it be',
    ADD INDEX customers_by_name (company_id, name);

ALTER TABLE work_orders CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY total_invoice_amount DECIMAL(19,4) DEFAULT 0 COMMENT 'إجمالي فواتير الشغلانة',
    MODIFY total_paid DECIMAL(19,4) DEFAULT 0 COMMENT 'إجمالي المدفوع',
    MODIFY total_remaining DECIMAL(19,4) DEFAULT 0 COMMENT 'إجمالي المتبقي',
    ADD INDEX work_orders_of_customer (customer_id);

-- pay_by stands on open invoices only: its index is the order in which a customer's money settles them.
ALTER TABLE invoices_out CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY total_before_discount DECIMAL(19,4) DEFAULT 0 COMMENT 'مجموع البيع قبل أي خصم',
    MODIFY discount_value DECIMAL(19,4) DEFAULT 0 COMMENT 'قيمة الخصم: إذا percent -> تخزن النسبة (مثال: 10) وإلا قيمة المبلغ',
    MODIFY discount_amount DECIMAL(19,4) DEFAULT 0 COMMENT 'مبلغ الخصم المحسوب بالعملة',
    MODIFY total_after_discount DECIMAL(19,4) DEFAULT 0 COMMENT 'المجموع النهائي بعد الخصم',
    MODIFY total_cost DECIMAL(19,4) DEFAULT 0 COMMENT 'اجمالي التكلفة (مخزن للتقارير)',
    MODIFY profit_amount DECIMAL(19,4) DEFAULT 0 COMMENT 'اجمالي الربح = total_after_discount - total_cost',
    MODIFY paid_amount DECIMAL(19,4) DEFAULT 0,
    MODIFY remaining_amount DECIMAL(19,4) DEFAULT 0,
    ADD COLUMN company_id INT NOT NULL DEFAULT 1,
    ADD COLUMN branch_id INT NOT NULL DEFAULT 1,
    ADD COLUMN invoice_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'document number; NULL on adopted invoices',
    ADD COLUMN invoice_date DATE DEFAULT NULL COMMENT 'business date in the company''s time zone',
    ADD COLUMN due_date DATE DEFAULT NULL,
    ADD COLUMN returned_amount DECIMAL(19,4) NOT NULL DEFAULT 0,
    ADD COLUMN exempt TINYINT(1) NOT NULL DEFAULT 1 COMMENT '1: broke a rule when it was adopted, the CHECKs let it be',
    ADD COLUMN pay_by DATE GENERATED ALWAYS AS (
        CASE WHEN delivered IN ('no', 'partial') AND remaining_amount > 0 THEN COALESCE(due_date, invoice_date) END
    ) STORED COMMENT 'due date, else invoice date; NULL unless something is open',
    ADD UNIQUE INDEX invoices_out_by_number (company_id, invoice_no),
    ADD INDEX invoices_out_pay_order (customer_id, pay_by, invoice_date, id),
    ADD INDEX invoices_out_of_work_order (work_order_id, pay_by, invoice_date, id),
    ADD INDEX invoices_out_by_day (invoice_date);

ALTER TABLE invoice_out_items CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY quantity DECIMAL(19,4) NOT NULL,
    MODIFY total_price DECIMAL(19,4) NOT NULL,
    MODIFY cost_price_per_unit DECIMAL(19,6) NOT NULL DEFAULT 0 COMMENT 'for display: total_cost / quantity',
    MODIFY selling_price DECIMAL(19,6) NOT NULL DEFAULT 0,
    ADD COLUMN line_no SMALLINT UNSIGNED DEFAULT NULL COMMENT 'place in the request, from 1',
    ADD COLUMN row_id VARCHAR(255) DEFAULT NULL COMMENT 'the caller''s own name of the line',
    ADD COLUMN discount_share DECIMAL(19,4) DEFAULT NULL COMMENT 'part of the invoice discount',
    ADD COLUMN total_cost DECIMAL(19,4) DEFAULT NULL COMMENT 'sum of its allocations',
    ADD COLUMN adopted TINYINT(1) NOT NULL DEFAULT 1,
    ADD INDEX invoice_out_items_of_product (product_id);

ALTER TABLE sale_item_allocations CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY qty DECIMAL(19,4) NOT NULL,
    MODIFY unit_cost DECIMAL(19,6) NOT NULL,
    MODIFY line_cost DECIMAL(19,4) NOT NULL COMMENT 'exact cost of the taking, in whole minor units',
    ADD COLUMN adopted TINYINT(1) NOT NULL DEFAULT 1,
    ADD INDEX sale_item_allocations_of_item (sale_item_id),
    ADD INDEX sale_item_allocations_of_batch (batch_id);

ALTER TABLE invoice_payments CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY payment_amount DECIMAL(19,4) NOT NULL COMMENT 'what was applied to the invoice',
    MODIFY wallet_before DECIMAL(19,4) DEFAULT 0 COMMENT 'رصيد المحفظة قبل الدفع',
    MODIFY wallet_after DECIMAL(19,4) DEFAULT 0 COMMENT 'رصيد المحفظة بعد الدفع',
    ADD COLUMN company_id INT NOT NULL DEFAULT 1,
    ADD COLUMN branch_id INT NOT NULL DEFAULT 1,
    ADD COLUMN payment_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'document number; NULL on adopted payments',
    ADD COLUMN business_date DATE DEFAULT NULL,
    ADD COLUMN tendered DECIMAL(19,4) DEFAULT NULL COMMENT 'what was handed over: applied + change + put into the wallet',
    ADD COLUMN change_given DECIMAL(19,4) DEFAULT NULL,
    ADD COLUMN adopted TINYINT(1) NOT NULL DEFAULT 1,
    ADD UNIQUE INDEX invoice_payments_by_number (company_id, payment_no);

ALTER TABLE customer_transactions CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY amount DECIMAL(19,4) NOT NULL COMMENT 'موجب للزيادة، سالب للنقصان',
    MODIFY balance_before DECIMAL(19,4) DEFAULT 0,
    MODIFY balance_after DECIMAL(19,4) DEFAULT 0,
    MODIFY wallet_before DECIMAL(19,4) DEFAULT 0,
    MODIFY wallet_after DECIMAL(19,4) DEFAULT 0,
    ADD COLUMN seq INT UNSIGNED DEFAULT NULL COMMENT 'order within the customer, given under the customer''s lock',
    ADD COLUMN adopted TINYINT(1) NOT NULL DEFAULT 1,
    ADD UNIQUE INDEX customer_transactions_in_order (customer_id, seq),
    ADD INDEX customer_transactions_of_invoice (invoice_id);

ALTER TABLE wallet_transactions CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    MODIFY amount DECIMAL(19,4) NOT NULL,
    MODIFY wallet_before DECIMAL(19,4) DEFAULT 0,
    MODIFY wallet_after DECIMAL(19,4) DEFAULT 0,
    ADD COLUMN seq INT UNSIGNED DEFAULT NULL COMMENT 'order within the customer, that of its ledger row',
    ADD COLUMN method VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'how money came in or went out; NULL where none did, or a payment row names it',
    ADD COLUMN adopted TINYINT(1) NOT NULL DEFAULT 1,
    ADD UNIQUE INDEX wallet_transactions_in_order (customer_id, seq);

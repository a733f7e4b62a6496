-- The least that the rows of one paid sale can cost in one call: everything is given by the caller, nothing is read or checked.
-- A row with # in it stands once for each line of the sale; bench/floors.py repeats it and calls the procedure floor_save_<lines>.
-- Locks: the customer first (the invoice's foreign key would share it), the batches in one statement by primary key, the number
-- series last: the same order in every call, so no two calls deadlock.
-- Ids of a multi-row INSERT ... VALUES follow each other on both engines, so a line's id, or an entry's, is the first one plus its place.
-- A role in braces stands for the account that plays it: bench/floors.py puts its id there.
CREATE PROCEDURE floor_save_N(
    IN p_customer_id INT, IN p_branch_id INT, IN p_user_id INT, IN p_day DATE,
    IN p_invoice_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_payment_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_sale_entry_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_cost_entry_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_payment_entry_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_total_before DECIMAL(19,4), IN p_discount_value DECIMAL(19,4), IN p_discount DECIMAL(19,4), IN p_total DECIMAL(19,4),
    IN p_cost DECIMAL(19,4), IN p_profit DECIMAL(19,4),
    IN p_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_sold VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_paid VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_product_# INT, IN p_batch_# INT, IN p_qty_# DECIMAL(19,4), IN p_price_# DECIMAL(19,6), IN p_line_# DECIMAL(19,4), IN p_share_# DECIMAL(19,4), IN p_cost_# DECIMAL(19,4), IN p_unit_cost_# DECIMAL(19,6)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_invoice_id, v_item_id, v_payment_id, v_entry_id, v_seq INT;
    DECLARE v_chain SMALLINT UNSIGNED;
    DECLARE v_chain_seq INT UNSIGNED;
    DECLARE v_chain_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_after VARCHAR(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    START TRANSACTION;
    UPDATE customers SET ledger_seq = LAST_INSERT_ID(ledger_seq + 2) WHERE id = p_customer_id;
    SET v_seq = LAST_INSERT_ID();
    UPDATE batches FORCE INDEX (PRIMARY) SET
        remaining = remaining - CASE id
            WHEN p_batch_# THEN p_qty_#
        END,
        stock_value = stock_value - CASE id
            WHEN p_batch_# THEN p_cost_#
        END,
        adjusted_at = UTC_TIMESTAMP(), adjusted_by = p_user_id
    WHERE id IN (
        p_batch_#
    );
    INSERT INTO invoices_out (
        customer_id, branch_id, delivered, invoice_group, created_by, invoice_no, invoice_date, notes,
        total_before_discount, discount_type, discount_value, discount_amount, total_after_discount, total_cost, profit_amount,
        paid_amount, remaining_amount)
    VALUES (
        p_customer_id, p_branch_id, 'yes', 'group1', p_user_id, p_invoice_no, p_day, p_notes,
        p_total_before, 'percent', p_discount_value, p_discount, p_total, p_cost, p_profit,
        p_total, 0);
    SET v_invoice_id = LAST_INSERT_ID();
    INSERT INTO invoice_out_items (
        invoice_out_id, line_no, product_id, quantity, total_price, cost_price_per_unit, selling_price, price_type, discount_share, total_cost, list_price)
    VALUES
        (v_invoice_id, #, p_product_#, p_qty_#, p_line_#, p_unit_cost_#, p_price_#, 'retail', p_share_#, p_cost_#, p_price_#)
    ;
    SET v_item_id = LAST_INSERT_ID() - 1;
    INSERT INTO sale_item_allocations (sale_item_id, batch_id, qty, unit_cost, line_cost, created_by)
    VALUES
        (v_item_id + #, p_batch_#, p_qty_#, p_unit_cost_#, p_cost_#, p_user_id)
    ;
    INSERT INTO invoice_payments (
        invoice_id, branch_id, payment_no, business_date, payment_amount, tendered, change_given, payment_method, created_by)
    VALUES (v_invoice_id, p_branch_id, p_payment_no, p_day, p_total, p_total, 0, 'cash', p_user_id);
    SET v_payment_id = LAST_INSERT_ID();
    INSERT INTO customer_transactions (
        customer_id, seq, transaction_type, amount, description, invoice_id, payment_id, balance_before, balance_after,
        transaction_date, created_by)
    VALUES
        (p_customer_id, v_seq - 1, 'invoice', p_total, p_sold, v_invoice_id, NULL, 0, p_total, p_day, p_user_id),
        (p_customer_id, v_seq, 'payment', -p_total, p_paid, v_invoice_id, v_payment_id, p_total, 0, p_day, p_user_id);
    INSERT INTO journal_entries (company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, created_by)
    VALUES
        (1, p_branch_id, p_sale_entry_no, 'invoice', p_day, 'invoices_out', v_invoice_id, p_user_id),
        (1, p_branch_id, p_cost_entry_no, 'invoice_cogs', p_day, 'invoices_out', v_invoice_id, p_user_id),
        (1, p_branch_id, p_payment_entry_no, 'payment', p_day, 'invoice_payments', v_payment_id, p_user_id);
    SET v_entry_id = LAST_INSERT_ID();
    INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, debit, credit)
    VALUES
        (v_entry_id, 1, {receivables}, 'receivables', p_customer_id, p_total, 0),
        (v_entry_id, 2, {sales_discounts}, 'sales_discounts', NULL, p_discount, 0),
        (v_entry_id, 3, {sales}, 'sales', NULL, 0, p_total_before),
        (v_entry_id + 1, 1, {cost_of_goods_sold}, 'cost_of_goods_sold', NULL, p_cost, 0),
        (v_entry_id + 1, 2, {inventory}, 'inventory', NULL, 0, p_cost),
        (v_entry_id + 2, 1, {cash}, 'cash', NULL, p_total, 0),
        (v_entry_id + 2, 2, {receivables}, 'receivables', p_customer_id, 0, p_total);
    UPDATE journal_entries FORCE INDEX (PRIMARY) SET posted = 1 WHERE id IN (v_entry_id, v_entry_id + 1, v_entry_id + 2);
    INSERT INTO inventory_transactions (journal_entry_id, product_id, batch_id, transaction_type, qty, total_cost)
    VALUES
        (v_entry_id + 1, p_product_#, p_batch_#, 'sale', -p_qty_#, -p_cost_#)
    ;
    SET v_after = CONCAT(
        '{{"invoice_no":"', p_invoice_no, '","customer_id":', p_customer_id, ',"status":"yes","total_after_discount":', p_total,
        ',"returned_amount":0.0000,"paid_amount":', p_total, ',"remaining_amount":0.0000,"due_date":null}}');
    SELECT c.chain, c.last_seq + 1, c.last_hash INTO v_chain, v_chain_seq, v_chain_hash FROM audit_chains AS c ORDER BY c.chain LIMIT 1 FOR UPDATE SKIP LOCKED;
    INSERT INTO audit_log (
        chain, seq, previous_hash, happened_at, user_id, action, document_table, document_id, values_before, values_after, reason, request_id)
    VALUES (
        v_chain, v_chain_seq, v_chain_hash, UTC_TIMESTAMP(), p_user_id, 'post', 'invoices_out', v_invoice_id, NULL, v_after, NULL, p_request_id);
    UPDATE audit_chains SET
        last_seq = v_chain_seq,
        last_hash = SHA2(CONCAT_WS(' ', LAST_INSERT_ID(), v_chain, v_chain_seq, p_user_id, v_invoice_id, v_chain_hash, p_request_id, v_after), 256)
    WHERE chain = v_chain;
    INSERT INTO request_keys (request_id, procedure_name, request_hash, document_table, document_id, response, created_at)
    VALUES (p_request_id, 'sp_save_invoice', p_hash, 'invoices_out', v_invoice_id, p_response, UTC_TIMESTAMP());
    UPDATE number_series SET day = p_day, last_no = last_no + IF(kind = 'JE', 3, 1) WHERE branch_id = p_branch_id AND kind IN ('INV', 'JE', 'PAY');
    COMMIT;
    SELECT p_response AS response;
END

-- Write a sale from what was read, locked and decided: the invoice with its number, header and lines, the goods out of stock, its own payments, what both
-- do to the customer's ledger, and the journal entries of all. The usual sale, of goods, no product on two lines, to a customer with an account, paid in
-- whole or in part by one payment that is no wallet's, takes its numbers together and has its rows in one statement a table, each movement of stock beside
-- its taking; any other has them one after the other, by the pieces that other calls use.
-- Parameters: p_priced and the rest of _price_sale's answer, the products locked, and p_apart of that (_lock_products); p_tax_rounding and p_smallest_coin
-- that it was made with; p_rows of _read_payments, what is above the invoice split off (_split_excess), p_overpayment reject|wallet|change, where that goes,
-- p_paid without it, in currency units; p_discount_value in them or in percent; p_total_text what the ledger says after the invoice's number; p_day business
-- date; p_at for TIMESTAMP columns; the customer's balance, wallet and seq before, and after.
-- Returns: p_invoice_id and p_invoice_no; p_cost of the goods; p_items and p_payments, the members "items" and "payments" of the answer.
-- Errors: INSUFFICIENT_STOCK, VALIDATION, WALLET_INSUFFICIENT, PERIOD_CLOSED. Locks: number_series INV, JE, then PAY; batches, under their product's lock.
CREATE PROCEDURE _post_sale(
    IN p_priced JSON,
    IN p_apart INT,
    IN p_taxes JSON,
    IN p_as_given DECIMAL(19,4),
    IN p_total_before DECIMAL(19,4),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_tax_total DECIMAL(19,4),
    IN p_added_tax DECIMAL(19,4),
    IN p_smallest_coin DECIMAL(19,4),
    IN p_rounding DECIMAL(19,4),
    IN p_rows JSON,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_paid DECIMAL(19,4),
    IN p_total_text VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_order_id INT,
    IN p_work_order_id INT,
    IN p_invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_due_date DATE,
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_cost_center_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_invoice_id INT,
    OUT p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_cost DECIMAL(19,4),
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_total DECIMAL(19,4) DEFAULT p_total_before - p_discount;
    DECLARE v_remaining DECIMAL(19,4) DEFAULT v_total - p_paid;
    DECLARE v_net DECIMAL(19,4) DEFAULT v_total - p_tax_total - p_rounding;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_sale_entry_no, v_goods_entry_no, v_payment_entry_no, v_payment_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_payment_id, v_entry_id, v_ledger_id, v_wallet_row_id INT;
    DECLARE v_has_takings TINYINT;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    -- the method of the one payment of the usual sale, else NULL
    IF p_paid > 0 AND p_seq IS NOT NULL AND p_apart = JSON_LENGTH(p_priced) AND JSON_LENGTH(p_rows) = 1 AND JSON_EXTRACT(p_rows, '$[0].excess') IS NULL THEN
        SET v_method = NULLIF(JSON_UNQUOTE(JSON_EXTRACT(p_rows, '$[0].method')) COLLATE utf8mb4_bin, 'wallet');
        IF JSON_TYPE(JSON_EXTRACT(p_rows, '$[0].notes')) <> 'NULL' THEN
            SET v_notes = NULLIF(JSON_UNQUOTE(JSON_EXTRACT(p_rows, '$[0].notes')) COLLATE utf8mb4_bin, '');
        END IF;
    END IF;
    IF v_method IS NULL THEN
        CALL _next_numbers(p_branch_id, p_branch_code, 'INV', p_day, 1, p_invoice_no);
    ELSE
        CALL _next_sale_numbers(
            p_branch_id, p_branch_code, p_day, p_invoice_no, v_sale_entry_no, v_goods_entry_no, v_payment_entry_no, v_payment_no);
    END IF;
    INSERT INTO invoices_out (
        customer_id, company_id, branch_id, cost_center_id, invoice_no, delivered, invoice_group, created_by, created_at, invoice_date, due_date, notes,
        total_before_discount, discount_type, discount_value, discount_amount, total_after_discount,
        paid_amount, remaining_amount, work_order_id, order_id, shift_id, tax_rounding, tax_total, added_tax, smallest_coin, rounding_amount)
    VALUES (
        p_customer_id, p_company_id, p_branch_id, p_cost_center_id, p_invoice_no, CASE v_remaining WHEN 0 THEN 'yes' WHEN v_total THEN 'no' ELSE 'partial' END,
        p_invoice_group, p_user_id, p_at, p_day, p_due_date, p_notes,
        p_total_before, p_discount_type, p_discount_value, p_discount, v_total,
        p_paid, v_remaining, p_work_order_id, p_order_id, p_shift_id, p_tax_rounding, p_tax_total, p_added_tax, p_smallest_coin, p_rounding);
    SET p_invoice_id = LAST_INSERT_ID();

    IF v_method IS NOT NULL THEN
        INSERT INTO invoice_payments (
            invoice_id, company_id, branch_id, payment_no, business_date, payment_amount, tendered, change_given, payment_date,
            payment_method, notes, created_by, created_at, wallet_before, wallet_after, work_order_id)
        VALUES (
            p_invoice_id, p_company_id, p_branch_id, v_payment_no, p_day, p_paid, p_paid, 0, p_at,
            v_method, v_notes, p_user_id, p_at, p_wallet, p_wallet, p_work_order_id);
        SET v_payment_id = LAST_INSERT_ID();
        INSERT INTO customer_transactions (
            customer_id, seq, transaction_type, amount, description, invoice_id, payment_id, work_order_id,
            balance_before, balance_after, wallet_before, wallet_after, transaction_date, created_by, created_at)
        VALUES
            (
                p_customer_id, p_seq + 1, 'invoice', v_total, CONCAT('فاتورة ', p_invoice_no, p_total_text), p_invoice_id, NULL, p_work_order_id,
                p_balance, p_balance + v_total, p_wallet, p_wallet, p_day, p_user_id, p_at),
            (
                p_customer_id, p_seq + 2, 'payment', -p_paid, CONCAT('دفعة ', v_payment_no, ' على الفاتورة ', p_invoice_no, p_total_text), p_invoice_id, v_payment_id,
                p_work_order_id, p_balance + v_total, p_balance + v_total - p_paid, p_wallet, p_wallet, p_day, p_user_id, p_at);
        SET p_seq = p_seq + 2, p_balance = p_balance + v_total - p_paid;
        -- the rows of one statement get their ids one after the other
        INSERT INTO journal_entries (
            company_id, branch_id, cost_center_id, entry_no, entry_type, entry_date, reference_type, reference_id, posted, created_by, shift_id, created_at)
        VALUES
            (p_company_id, p_branch_id, p_cost_center_id, v_sale_entry_no, 'invoice', p_day, 'invoices_out', p_invoice_id, 0, p_user_id, p_shift_id, p_at),
            (p_company_id, p_branch_id, p_cost_center_id, v_goods_entry_no, 'invoice_cogs', p_day, 'invoices_out', p_invoice_id, 0, p_user_id, p_shift_id, p_at),
            (p_company_id, p_branch_id, p_cost_center_id, v_payment_entry_no, 'payment', p_day, 'invoice_payments', v_payment_id, 0, p_user_id, p_shift_id, p_at);
        SET v_entry_id = LAST_INSERT_ID();
    END IF;

    CALL _post_invoice_lines(
        p_invoice_id, p_priced, p_taxes, p_as_given, p_discount, p_minor_units, p_user_id, p_at, v_entry_id + @@auto_increment_increment,
        p_cost, v_has_takings, p_items);
    UPDATE invoices_out SET total_cost = p_cost, profit_amount = v_net - p_cost WHERE id = p_invoice_id;
    IF ROW_COUNT() <> 1 AND (p_cost <> 0 OR v_net <> 0) THEN
        CALL _raise_interrupted();
    END IF;

    CALL _post_sale_entries(
        v_entry_id, v_method, p_paid, p_invoice_id, v_total, p_discount, v_net + p_discount, COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_taxes, '$.entries')), ''),
        p_rounding, p_cost, v_has_takings, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, v_entries);
    IF v_method IS NOT NULL THEN
        SET p_payments = CONCAT('[', _payment_json(p_invoice_id, NULL, v_payment_id, v_method, p_paid, NULL, v_remaining, p_minor_units), ']');
    ELSE
        SET p_payments = '[]';
        IF v_total > 0 THEN
            CALL _post_customer_transaction(
                p_customer_id, 'invoice', v_total, 0, NULL, NULL, CONCAT('فاتورة ', p_invoice_no, p_total_text), p_invoice_id, NULL, NULL, NULL,
                p_work_order_id, p_day, p_at, p_user_id, p_balance, p_wallet, p_seq, v_wallet_row_id, v_ledger_id);
        END IF;
        IF p_paid > 0 THEN
            CALL _pay_new_invoice(
                p_rows, p_overpayment, p_invoice_id, CONCAT(p_invoice_no, p_total_text), v_total, p_work_order_id, p_minor_units, p_customer_id,
                p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, v_entries, p_payments);
        END IF;
    END IF;
    IF v_entries <> '' THEN
        CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), p_customer_id);
    END IF;
END

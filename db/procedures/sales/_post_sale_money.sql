-- What a sale does to the customer's ledger and the journal: the ledger row of the invoice, its own payments with theirs, the journal entries of invoice,
-- goods and payments. The usual sale, of goods, to a customer with an account, paid in whole or in part by one payment that is no wallet's, has its
-- numbers and rows in one statement a table; any other has them one after the other.
-- Parameters: the invoice that was just made (_post_invoice), its number as the ledger is to say it; p_rows of _read_payments, what is above the invoice split off (_split_excess);
-- p_overpayment reject|wallet|change, where that goes; p_paid of the invoice, p_sales before the discount without taxes, and the other amounts, in currency
-- units; p_tax_entries of _sum_taxes, '' without taxes; p_has_takings whether any batch was taken from; p_day business date; p_at for TIMESTAMP columns; the
-- customer's balance, wallet and seq before, and after.
-- Returns: p_payments the member "payments" of the answer. Errors: WALLET_INSUFFICIENT, PERIOD_CLOSED. Locks: number_series JE, then PAY.
CREATE PROCEDURE _post_sale_money(
    IN p_invoice_id INT,
    IN p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_rows JSON,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_total DECIMAL(19,4),
    IN p_paid DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_sales DECIMAL(19,4),
    IN p_tax_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_rounding DECIMAL(19,4),
    IN p_cost DECIMAL(19,4),
    IN p_has_takings TINYINT,
    IN p_work_order_id INT,
    IN p_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_amount, v_excess DECIMAL(19,4);
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_nos VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_payment_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_payment_id, v_ledger_id, v_wallet_row_id INT;
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    IF p_paid > 0 AND p_has_takings AND p_seq IS NOT NULL AND JSON_LENGTH(p_rows) = 1 THEN
        CALL _read_plain_payment(p_rows, 0, v_amount, v_excess, v_method, v_notes);
    END IF;
    IF v_excess = 0 AND v_method <> 'wallet' THEN
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 3, v_entry_nos);
        CALL _next_numbers(p_branch_id, p_branch_code, 'PAY', p_day, 1, v_payment_no);
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
                p_customer_id, p_seq + 1, 'invoice', p_total, CONCAT('فاتورة ', p_invoice_no), p_invoice_id, NULL, p_work_order_id,
                p_balance, p_balance + p_total, p_wallet, p_wallet, p_day, p_user_id, p_at),
            (
                p_customer_id, p_seq + 2, 'payment', -p_paid, CONCAT('دفعة ', v_payment_no, ' على الفاتورة ', p_invoice_no), p_invoice_id, v_payment_id,
                p_work_order_id, p_balance + p_total, p_balance + p_total - p_paid, p_wallet, p_wallet, p_day, p_user_id, p_at);
        SET p_seq = p_seq + 2, p_balance = p_balance + p_total - p_paid;
        CALL _post_sale_entries(
            v_entry_nos, v_payment_id, v_method, p_paid, p_invoice_id, p_total, p_discount, p_sales, p_tax_entries, p_rounding, p_cost, p_has_takings,
            p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, v_entries);
        SET p_payments = CONCAT('[', _payment_json(p_invoice_id, NULL, v_payment_id, v_method, p_paid, p_total - p_paid, p_minor_units), ']');
    ELSE
        CALL _post_sale_entries(
            NULL, NULL, NULL, NULL, p_invoice_id, p_total, p_discount, p_sales, p_tax_entries, p_rounding, p_cost, p_has_takings,
            p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, v_entries);
        IF p_total > 0 THEN
            CALL _post_customer_transaction(
                p_customer_id, 'invoice', p_total, 0, NULL, NULL, CONCAT('فاتورة ', p_invoice_no), p_invoice_id, NULL, NULL, NULL, p_work_order_id,
                p_day, p_at, p_user_id, p_balance, p_wallet, p_seq, v_wallet_row_id, v_ledger_id);
        END IF;
        SET p_payments = '[]';
        IF p_paid > 0 THEN
            CALL _pay_new_invoice(
                p_rows, p_overpayment, p_invoice_id, p_invoice_no, p_total, p_work_order_id, p_minor_units, p_customer_id, p_company_id, p_branch_id,
                p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, v_entries, p_payments);
        END IF;
    END IF;
    IF v_entries <> '' THEN
        CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), p_customer_id);
    END IF;
END

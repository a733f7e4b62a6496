-- The least that the rows of one payment of one open invoice can cost in one call: everything is given by the caller, nothing is read
-- or checked. Roles in braces as in floor_save.sql. Locks: customer, invoice, number series, in this order.
CREATE PROCEDURE floor_payment(
    IN p_customer_id INT, IN p_seq INT, IN p_balance DECIMAL(19,4),
    IN p_invoice_id INT, IN p_amount DECIMAL(19,4), IN p_branch_id INT, IN p_user_id INT, IN p_day DATE,
    IN p_payment_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_entry_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_payment_id, v_entry_id INT;
    DECLARE v_paid, v_remaining DECIMAL(19,4);
    DECLARE v_chain SMALLINT UNSIGNED;
    DECLARE v_chain_seq INT UNSIGNED;
    DECLARE v_chain_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_after VARCHAR(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    START TRANSACTION;
    UPDATE customers SET balance = p_balance - p_amount, ledger_seq = p_seq WHERE id = p_customer_id;
    UPDATE invoices_out SET
        paid_amount = paid_amount + p_amount, remaining_amount = remaining_amount - p_amount, delivered = 'partial', updated_by = p_user_id
    WHERE id = p_invoice_id;
    INSERT INTO invoice_payments (
        invoice_id, branch_id, payment_no, business_date, payment_amount, tendered, change_given, payment_method, created_by)
    VALUES (p_invoice_id, p_branch_id, p_payment_no, p_day, p_amount, p_amount, 0, 'cash', p_user_id);
    SET v_payment_id = LAST_INSERT_ID();
    INSERT INTO customer_transactions (
        customer_id, seq, transaction_type, amount, description, invoice_id, payment_id, balance_before, balance_after,
        transaction_date, created_by)
    VALUES (
        p_customer_id, p_seq, 'payment', -p_amount, p_description, p_invoice_id, v_payment_id, p_balance, p_balance - p_amount,
        p_day, p_user_id);
    INSERT INTO journal_entries (company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, created_by)
    VALUES (1, p_branch_id, p_entry_no, 'payment', p_day, 'invoice_payments', v_payment_id, p_user_id);
    SET v_entry_id = LAST_INSERT_ID();
    INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, debit, credit)
    VALUES
        (v_entry_id, 1, {cash}, 'cash', NULL, p_amount, 0),
        (v_entry_id, 2, {receivables}, 'receivables', p_customer_id, 0, p_amount);
    UPDATE journal_entries SET posted = 1 WHERE id = v_entry_id;
    SELECT i.paid_amount, i.remaining_amount INTO v_paid, v_remaining FROM invoices_out AS i WHERE i.id = p_invoice_id;
    SET v_after = CONCAT('{{"paid_amount":', v_paid, ',"remaining_amount":', v_remaining, ',"payment_id":', v_payment_id, '}}');
    SELECT c.chain, c.last_seq + 1, c.last_hash INTO v_chain, v_chain_seq, v_chain_hash FROM audit_chains AS c ORDER BY c.chain LIMIT 1 FOR UPDATE SKIP LOCKED;
    INSERT INTO audit_log (
        chain, seq, previous_hash, happened_at, user_id, action, document_table, document_id, values_before, values_after, reason, request_id)
    VALUES (
        v_chain, v_chain_seq, v_chain_hash, UTC_TIMESTAMP(), p_user_id, 'pay', 'invoices_out', p_invoice_id, CONCAT('{{"paid_amount":', v_paid - p_amount, ',"remaining_amount":', v_remaining + p_amount, '}}'), v_after, NULL, p_request_id);
    UPDATE audit_chains SET
        last_seq = v_chain_seq,
        last_hash = SHA2(CONCAT_WS(' ', LAST_INSERT_ID(), v_chain, v_chain_seq, p_user_id, p_invoice_id, v_chain_hash, p_request_id, v_after), 256)
    WHERE chain = v_chain;
    INSERT INTO request_keys (request_id, procedure_name, request_hash, document_table, document_id, response, created_at)
    VALUES (p_request_id, 'sp_add_payment', p_hash, 'invoice_payments', v_payment_id, p_response, UTC_TIMESTAMP());
    UPDATE number_series SET day = p_day, last_no = last_no + 1 WHERE branch_id = p_branch_id AND kind IN ('JE', 'PAY');
    COMMIT;
    SELECT p_response AS response;
END

-- The least that the rows of one deposit into a wallet can cost in one call: everything is given by the caller, nothing is read or checked.
-- Roles in braces as in floor_save.sql. Locks: customer, number series, in this order.
CREATE PROCEDURE floor_wallet(
    IN p_customer_id INT, IN p_seq INT, IN p_balance DECIMAL(19,4), IN p_wallet DECIMAL(19,4),
    IN p_amount DECIMAL(19,4), IN p_branch_id INT, IN p_user_id INT, IN p_day DATE,
    IN p_entry_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_wallet_row_id, v_entry_id INT;
    DECLARE v_chain SMALLINT UNSIGNED;
    DECLARE v_chain_seq INT UNSIGNED;
    DECLARE v_chain_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_after VARCHAR(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    START TRANSACTION;
    UPDATE customers SET wallet = p_wallet + p_amount, ledger_seq = p_seq WHERE id = p_customer_id;
    INSERT INTO wallet_transactions (
        customer_id, seq, type, amount, method, description, wallet_before, wallet_after, transaction_date, created_by)
    VALUES (
        p_customer_id, p_seq, 'deposit', p_amount, 'cash', p_description, p_wallet, p_wallet + p_amount, UTC_TIMESTAMP(), p_user_id);
    SET v_wallet_row_id = LAST_INSERT_ID();
    INSERT INTO customer_transactions (
        customer_id, seq, transaction_type, amount, description, wallet_transaction, balance_before, balance_after,
        wallet_before, wallet_after, transaction_date, created_by)
    VALUES (
        p_customer_id, p_seq, 'deposit', p_amount, p_description, v_wallet_row_id, p_balance, p_balance,
        p_wallet, p_wallet + p_amount, p_day, p_user_id);
    INSERT INTO journal_entries (company_id, branch_id, entry_no, entry_type, entry_date, reference_type, reference_id, created_by)
    VALUES (1, p_branch_id, p_entry_no, 'wallet', p_day, 'wallet_transactions', v_wallet_row_id, p_user_id);
    SET v_entry_id = LAST_INSERT_ID();
    INSERT INTO journal_entry_lines (journal_entry_id, line_no, account_id, role, customer_id, debit, credit)
    VALUES
        (v_entry_id, 1, {cash}, 'cash', NULL, p_amount, 0),
        (v_entry_id, 2, {wallet}, 'wallet', p_customer_id, 0, p_amount);
    UPDATE journal_entries SET posted = 1 WHERE id = v_entry_id;
    SET v_after = CONCAT('{{"customer_id":', p_customer_id, ',"type":"deposit","amount":', p_amount, '}}');
    SELECT c.chain, c.last_seq + 1, c.last_hash INTO v_chain, v_chain_seq, v_chain_hash FROM audit_chains AS c ORDER BY c.chain LIMIT 1 FOR UPDATE SKIP LOCKED;
    INSERT INTO audit_log (
        chain, seq, previous_hash, happened_at, user_id, action, document_table, document_id, values_before, values_after, reason, request_id)
    VALUES (
        v_chain, v_chain_seq, v_chain_hash, UTC_TIMESTAMP(), p_user_id, 'post', 'wallet_transactions', v_wallet_row_id, NULL, v_after, p_description, p_request_id);
    UPDATE audit_chains SET
        last_seq = v_chain_seq,
        last_hash = SHA2(CONCAT_WS(' ', LAST_INSERT_ID(), v_chain, v_chain_seq, p_user_id, v_wallet_row_id, v_chain_hash, p_request_id, v_after), 256)
    WHERE chain = v_chain;
    INSERT INTO request_keys (request_id, procedure_name, request_hash, document_table, document_id, response, created_at)
    VALUES (p_request_id, 'sp_wallet_move', p_hash, 'wallet_transactions', v_wallet_row_id, p_response, UTC_TIMESTAMP());
    UPDATE number_series SET day = p_day, last_no = last_no + 1 WHERE branch_id = p_branch_id AND kind = 'JE';
    COMMIT;
    SELECT p_response AS response;
END

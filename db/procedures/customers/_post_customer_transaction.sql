-- One row of the customer's ledger, with the wallet row that goes with it when the wallet moves. The caller holds the customer's
-- lock and writes balance, wallet and seq back to the customer when its last row is posted (_close_customer_ledger).
-- Parameters: p_type of customer_transactions; p_balance_change and p_wallet_change signed currency units; p_wallet_type of
-- wallet_transactions and p_method how the money came or went (NULL where a payment row names it, both NULL while the wallet stands still);
-- the document that it belongs to; p_day business date; p_at for TIMESTAMP columns; balance, wallet and seq before, and after.
-- Returns: ids of the rows, p_wallet_transaction_id NULL while the wallet stands still. A customer without an account (p_seq NULL) keeps no ledger:
-- nothing is written, nothing changes. Errors: WALLET_INSUFFICIENT.
CREATE PROCEDURE _post_customer_transaction(
    IN p_customer_id INT,
    IN p_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_balance_change DECIMAL(19,4),
    IN p_wallet_change DECIMAL(19,4),
    IN p_wallet_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_payment_id INT,
    IN p_return_id INT,
    IN p_debit_note_id INT,
    IN p_work_order_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_wallet_transaction_id INT,
    OUT p_customer_transaction_id INT
)
MODIFIES SQL DATA
BEGIN
    IF p_wallet_change < 0 AND p_wallet + p_wallet_change < 0 THEN
        CALL _raise('WALLET_INSUFFICIENT', p_customer_id, -p_wallet_change, p_wallet, NULL);
    END IF;

    SET p_wallet_transaction_id = NULL;
    SET p_customer_transaction_id = NULL;
    IF p_seq IS NOT NULL THEN
        SET p_seq = p_seq + 1;
        IF p_wallet_change <> 0 THEN
            INSERT INTO wallet_transactions (
                customer_id, seq, type, amount, method, description, wallet_before, wallet_after, transaction_date, created_by, created_at)
            VALUES (
                p_customer_id, p_seq, p_wallet_type, ABS(p_wallet_change), p_method, p_description, p_wallet, p_wallet + p_wallet_change,
                p_at, p_user_id, p_at);
            SET p_wallet_transaction_id = LAST_INSERT_ID();
        END IF;

        INSERT INTO customer_transactions (
            customer_id, seq, transaction_type, amount, description, invoice_id, payment_id, return_id, debit_note_id, wallet_transaction,
            work_order_id,
            balance_before, balance_after, wallet_before, wallet_after, transaction_date, created_by, created_at)
        VALUES (
            p_customer_id, p_seq, p_type, IF(p_type IN ('deposit', 'withdraw'), p_wallet_change, p_balance_change), p_description,
            p_invoice_id, p_payment_id, p_return_id, p_debit_note_id, p_wallet_transaction_id, p_work_order_id,
            p_balance, p_balance + p_balance_change, p_wallet, p_wallet + p_wallet_change, p_day, p_user_id, p_at);
        SET p_customer_transaction_id = LAST_INSERT_ID();

        SET p_balance = p_balance + p_balance_change;
        SET p_wallet = p_wallet + p_wallet_change;
    END IF;
END

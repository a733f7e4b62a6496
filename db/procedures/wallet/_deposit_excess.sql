-- Put the excess of payment rows into the wallet, a ledger row and a journal entry each. A row that paid something says in its payment how the money came
-- (tendered); one that is nothing but excess says it here.
-- Parameters: p_rows of _split_excess; p_description of the ledger rows; the rest as in _post_customer_transaction.
CREATE PROCEDURE _deposit_excess(
    IN p_rows JSON,
    IN p_description VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id INT,
    IN p_invoice_id INT,
    IN p_work_order_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_row_no, v_wallet_transaction_id, v_customer_transaction_id INT DEFAULT 0;
    DECLARE v_amount, v_excess DECIMAL(19,4);
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    WHILE v_row_no < JSON_LENGTH(p_rows) DO
        SET v_amount = JSON_UNQUOTE(JSON_EXTRACT(p_rows, CONCAT('$[', v_row_no, '].amount')));
        SET v_excess = JSON_UNQUOTE(JSON_EXTRACT(p_rows, CONCAT('$[', v_row_no, '].excess')));
        IF v_excess > 0 THEN
            SET v_method = JSON_UNQUOTE(JSON_EXTRACT(p_rows, CONCAT('$[', v_row_no, '].method')));
            CALL _post_customer_transaction(
                p_customer_id, 'deposit', 0, v_excess, 'deposit',
                IF(v_amount > v_excess, NULL, v_method),
                p_description, p_invoice_id, NULL, NULL, NULL, p_work_order_id, p_day, p_at, p_user_id,
                p_balance, p_wallet, p_seq, v_wallet_transaction_id, v_customer_transaction_id);
            CALL _post_wallet_entry(
                v_method, v_excess, v_wallet_transaction_id, p_customer_id, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id);
        END IF;
        SET v_row_no = v_row_no + 1;
    END WHILE;
END

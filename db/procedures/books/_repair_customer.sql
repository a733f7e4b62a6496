-- A customer's balance, wallet and ledger_seq, from where the ledger ended.
-- Parameters: p_customer_id, locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_customer(
    IN p_customer_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_balance, v_wallet, v_old_balance, v_old_wallet DECIMAL(19,4);
    DECLARE v_seq, v_old_seq INT UNSIGNED;
    DECLARE v_exempt TINYINT;

    SELECT c.balance, c.wallet, c.ledger_seq, c.exempt INTO v_old_balance, v_old_wallet, v_old_seq, v_exempt
    FROM customers AS c WHERE c.id = p_customer_id;
    SELECT COALESCE(MAX(c.expected), v_old_balance) INTO v_balance FROM _check_customer_balance_is_its_last_row AS c WHERE c.row_id = p_customer_id;
    SELECT COALESCE(MAX(c.expected), v_old_wallet) INTO v_wallet FROM _check_customer_wallet_is_its_last_row AS c WHERE c.row_id = p_customer_id;
    SELECT COALESCE(MAX(c.expected), v_old_seq) INTO v_seq FROM _check_ledger_seq_is_its_last_row AS c WHERE c.row_id = p_customer_id;
    IF v_wallet >= 0 OR v_exempt THEN
        UPDATE customers SET balance = v_balance, wallet = v_wallet, ledger_seq = v_seq WHERE id = p_customer_id;
        CALL _note_repair(
            'customer_balance_is_its_last_row', 'customers', p_customer_id, 'balance', v_old_balance, v_balance, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair(
            'customer_wallet_is_its_last_row', 'customers', p_customer_id, 'wallet', v_old_wallet, v_wallet, p_user_id, p_request_id, p_now, p_changes);
        CALL _note_repair('ledger_seq_is_its_last_row', 'customers', p_customer_id, 'ledger_seq', v_old_seq, v_seq, p_user_id, p_request_id, p_now, p_changes);
    END IF;
END

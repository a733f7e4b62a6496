-- Write where the ledger ended to its customer, whom the caller has locked and for whom it has posted at least one row; nothing where p_seq is NULL: a
-- customer without an account.
CREATE PROCEDURE _close_customer_ledger(
    IN p_customer_id INT,
    IN p_balance DECIMAL(19,4),
    IN p_wallet DECIMAL(19,4),
    IN p_seq INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    IF p_seq IS NOT NULL THEN
        UPDATE customers SET balance = p_balance, wallet = p_wallet, ledger_seq = p_seq WHERE id = p_customer_id;
        IF ROW_COUNT() <> 1 THEN
            CALL _raise_interrupted();
        END IF;
    END IF;
END

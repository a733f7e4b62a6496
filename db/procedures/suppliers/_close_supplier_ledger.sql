-- Write where the ledger ended to its supplier, whom the caller has locked and for whom it has posted at least one row.
CREATE PROCEDURE _close_supplier_ledger(IN p_supplier_id INT, IN p_balance DECIMAL(19,4), IN p_seq INT UNSIGNED)
MODIFIES SQL DATA
BEGIN
    UPDATE suppliers SET balance = p_balance, ledger_seq = p_seq WHERE id = p_supplier_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
END

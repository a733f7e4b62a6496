-- A supplier's balance and ledger_seq, from where the ledger ended.
-- Parameters: p_supplier_id, locked; the rest, and p_changes, as in _note_repair.
CREATE PROCEDURE _repair_supplier(
    IN p_supplier_id INT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    INOUT p_changes INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_balance, v_old_balance DECIMAL(19,4);
    DECLARE v_seq, v_old_seq INT UNSIGNED;

    SELECT s.balance, s.ledger_seq INTO v_old_balance, v_old_seq FROM suppliers AS s WHERE s.id = p_supplier_id;
    SELECT COALESCE(MAX(c.expected), v_old_balance) INTO v_balance FROM _check_supplier_balance_is_its_last_row AS c WHERE c.row_id = p_supplier_id;
    SELECT COALESCE(MAX(SUBSTRING_INDEX(c.expected, ' ', 1)), v_old_seq) INTO v_seq FROM _check_supplier_seq_is_its_last_row AS c WHERE c.row_id = p_supplier_id;
    UPDATE suppliers SET balance = v_balance, ledger_seq = v_seq WHERE id = p_supplier_id;
    CALL _note_repair(
        'supplier_balance_is_its_last_row', 'suppliers', p_supplier_id, 'balance', v_old_balance, v_balance, p_user_id, p_request_id, p_now, p_changes);
    CALL _note_repair('supplier_seq_is_its_last_row', 'suppliers', p_supplier_id, 'ledger_seq', v_old_seq, v_seq, p_user_id, p_request_id, p_now, p_changes);
END

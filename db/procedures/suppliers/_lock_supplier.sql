-- Lock the supplier: the first lock of every call that touches the supplier's account, and so the mutex of all of the supplier's purchases,
-- payments and ledger rows.
-- Parameters: p_supplier_id; p_is_purchase 1 where goods are bought: of a deactivated one nothing more is, paying stays allowed.
-- Returns: the supplier's company; balance in currency units; p_seq of the last ledger row.
-- Errors: UNKNOWN_SUPPLIER. Locks: suppliers, by primary key.
CREATE PROCEDURE _lock_supplier(
    IN p_supplier_id BIGINT,
    IN p_is_purchase TINYINT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_seq INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_active TINYINT;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT s.company_id, s.active, s.name, s.balance, s.ledger_seq INTO p_company_id, v_active, v_name, p_balance, p_seq
    FROM suppliers AS s WHERE s.id = p_supplier_id FOR UPDATE;
    IF p_company_id IS NULL THEN
        CALL _raise('UNKNOWN_SUPPLIER', p_supplier_id, NULL, NULL, NULL);
    END IF;
    IF p_is_purchase AND NOT v_active THEN
        CALL _raise('UNKNOWN_SUPPLIER.inactive', p_supplier_id, v_name, NULL, NULL);
    END IF;
END

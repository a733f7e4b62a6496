-- The journal entry of goods that went back to a supplier, with its movements: out of inventory and of the tax that is given back, off what is owed to the
-- supplier, or off the goods received without a bill. It undoes a part of the purchase's entry, so that a reversal of the purchase takes out only the rest.
-- Parameters: p_return_id, its items and their taxes written; p_value and p_tax of it in currency units; p_purchase_id; p_supplier_id or NULL; the rest as in _post_entry.
-- Returns: p_entry_id. Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_purchase_return_entry(
    IN p_return_id INT,
    IN p_value DECIMAL(19,4),
    IN p_tax DECIMAL(19,4),
    IN p_purchase_id INT,
    IN p_supplier_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_bought_entry_id INT;
    DECLARE v_tax_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    IF p_tax > 0 THEN
        CALL _input_taxes(p_purchase_id, p_return_id, p_tax, v_tax_lines);
    END IF;
    CALL _find_entry('purchase', 'purchases', p_purchase_id, v_bought_entry_id);
    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
    CALL _post_entry(
        v_entry_no, 'purchase_reversal', 'purchase_returns', p_return_id,
        CONCAT('[["', IF(p_supplier_id IS NULL, 'goods_received', 'payables'), '","', p_value, '"],["inventory","', p_tax - p_value, '"]', v_tax_lines, ']'), NULL, v_bought_entry_id,
        p_supplier_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, p_entry_id);
    CALL _post_purchase_return_movements(p_entry_id, p_return_id);
END

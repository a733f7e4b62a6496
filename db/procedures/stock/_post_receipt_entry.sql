-- The journal entry and the movement of a batch that no purchase brought: a page inserted it by itself (_repair_receipt).
-- Parameters: p_batch_id; p_qty in units of the product, p_value in currency units; the rest as in _post_entry.
-- Returns: p_entry_id. Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_receipt_entry(
    IN p_batch_id INT,
    IN p_product_id INT,
    IN p_qty DECIMAL(19,4),
    IN p_value DECIMAL(19,4),
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    OUT p_entry_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
    CALL _post_entry(
        v_entry_no, 'purchase', 'batches', p_batch_id, CONCAT('[["inventory","', p_value, '"],["goods_received","', -p_value, '"]]'), NULL, NULL,
        NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, NULL, p_entry_id);
    CALL _post_receipt_movement(p_entry_id, p_batch_id, p_product_id, p_qty, p_value);
END

-- The journal entry of a stock adjustment, from its items: what is more against stock gains, what is less against stock losses; and its movements.
-- Parameters: p_adjusted_id the adjustment's id; the rest as in _post_entry.
-- Returns: p_entry_id. Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_adjustment_entry(
    IN p_adjusted_id INT,
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
    DECLARE v_gain, v_loss DECIMAL(19,4);
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT COALESCE(SUM(GREATEST(i.cost, 0)), 0), COALESCE(SUM(GREATEST(-i.cost, 0)), 0) INTO v_gain, v_loss
    FROM stock_adjustment_items AS i FORCE INDEX (stock_adjustment_items_once) WHERE i.adjustment_id = p_adjusted_id;
    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
    CALL _post_entry(
        v_entry_no, 'stock_adjustment', 'stock_adjustments', p_adjusted_id,
        CONCAT('[["inventory","', v_gain - v_loss, '"],["stock_losses","', v_loss, '"],["stock_gains","', -v_gain, '"]]'), NULL, NULL,
        NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, NULL, p_entry_id);
    CALL _post_adjustment_movements(p_entry_id, p_adjusted_id);
END

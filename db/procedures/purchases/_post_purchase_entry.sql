-- The journal entry of a purchase, with its movements: inventory and what the tax office gives back, owed to its supplier, or on the goods received without a bill.
-- An opening balance, which has no batches, is against opening equity.
-- Parameters: p_purchase_id, p_total and p_tax_total of it in currency units, p_count of its batches, their taxes written; p_supplier_id or NULL; the rest as in _post_entry.
-- Returns: p_entry_id. Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_purchase_entry(
    IN p_purchase_id INT,
    IN p_total DECIMAL(19,4),
    IN p_tax_total DECIMAL(19,4),
    IN p_count INT,
    IN p_supplier_id INT,
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
    DECLARE v_tax_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    IF p_tax_total > 0 THEN
        CALL _input_taxes(p_purchase_id, NULL, p_tax_total, v_tax_lines);
    END IF;
    CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
    CALL _post_entry(
        v_entry_no, IF(p_count = 0, 'opening', 'purchase'), 'purchases', p_purchase_id,
        CONCAT(
            '[["', IF(p_count = 0, 'opening_equity', 'inventory'), '","', p_total - p_tax_total, '"]', v_tax_lines, ',["',
            IF(p_supplier_id IS NULL, 'goods_received', 'payables'), '","', -p_total, '"]]'),
        NULL, NULL, p_supplier_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, NULL, p_entry_id);
    CALL _post_purchase_movements(p_entry_id, 'purchase', p_purchase_id, p_count);
END

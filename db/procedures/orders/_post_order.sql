-- Write an order with its lines from what was read, locked and decided.
-- Parameters: p_source pos|booking|manual; p_priced and the figures of _price_sale, the discount as the document keeps it; p_shift_id of the cashier who takes it, or NULL; p_branch_code of the number; p_day business date; p_at for TIMESTAMP columns.
-- Returns: p_order_id. Locks: number_series ORD.
CREATE PROCEDURE _post_order(
    IN p_source VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_priced JSON,
    IN p_total_before DECIMAL(19,4),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_tax_total DECIMAL(19,4),
    IN p_rounding DECIMAL(19,4),
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id INT,
    IN p_work_order_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_cost_center_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_shift_id INT,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    OUT p_order_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_order_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _next_numbers(p_branch_id, p_branch_code, 'ORD', p_day, 1, v_order_no);
    INSERT INTO orders (
        company_id, branch_id, cost_center_id, order_no, customer_id, work_order_id, shift_id, source, status, order_date, discount_type, discount_value,
        total_before, discount_amount, total_after, tax_total, rounding_amount, notes, created_by, created_at)
    VALUES (
        p_company_id, p_branch_id, p_cost_center_id, v_order_no, p_customer_id, p_work_order_id, p_shift_id, p_source, 'pending', p_day,
        p_discount_type, p_discount_value, p_total_before, p_discount, p_total_before - p_discount, p_tax_total, p_rounding, p_notes, p_user_id, p_at);
    SET p_order_id = LAST_INSERT_ID();
    CALL _post_order_items(p_order_id, p_priced);
END

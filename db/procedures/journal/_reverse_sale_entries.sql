-- The journal entries that undo a sale, and the movements of the goods that came back. A sale that is older than the books has no entry to
-- reverse: what it was is taken off the sales returns and the cost of goods sold.
-- Parameters: p_value that the customer's balance is relieved of, p_cost of what came back, in currency units; p_after_id: the allocations
-- above this id brought it back (none: NULL); the rest as in _post_entry. Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _reverse_sale_entries(
    IN p_invoice_id INT,
    IN p_value DECIMAL(19,4),
    IN p_cost DECIMAL(19,4),
    IN p_after_id INT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_id, v_sale_entry_id INT;
    CALL _find_entry('invoice', 'invoices_out', p_invoice_id, v_sale_entry_id);
    IF v_sale_entry_id IS NOT NULL OR p_value <> 0 THEN
        CALL _next_number(p_branch_id, p_branch_code, 'JE', p_day, v_entry_no);
        CALL _post_entry(
            v_entry_no, 'invoice_reversal', 'invoices_out', p_invoice_id,
            CONCAT('[["sales_returns","', p_value, '"],["receivables","', -p_value, '"]]'), v_sale_entry_id, NULL,
            p_customer_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, v_entry_id);
    END IF;
    IF p_after_id IS NOT NULL THEN
        CALL _find_entry('invoice_cogs', 'invoices_out', p_invoice_id, v_sale_entry_id);
        CALL _next_number(p_branch_id, p_branch_code, 'JE', p_day, v_entry_no);
        CALL _post_entry(
            v_entry_no, 'invoice_cogs_reversal', 'invoices_out', p_invoice_id,
            CONCAT('[["inventory","', p_cost, '"],["cost_of_goods_sold","', -p_cost, '"]]'), v_sale_entry_id, NULL,
            NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, v_entry_id);
        CALL _post_stock_movements(v_entry_id, 'sale_reversal', p_invoice_id, p_after_id);
    END IF;
END

-- The journal entries of an amendment: what the customer owes more or less against sales, discounts, taxes and rounding, and what the goods cost more or less
-- against inventory, with the movements of the batches that they left or went back to. They adjust the sale's entries, so that a reversal takes them
-- along; where the sale had none, the first amendment's are what later ones adjust.
-- Parameters: p_total_change before the discount, p_discount_change, p_tax_change, p_rounding_change and p_cost_change in currency units; the taxes
-- are those of _post_amended_taxes; the rest as in _post_entry.
-- Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_amendment_entries(
    IN p_amendment_id INT,
    IN p_invoice_id INT,
    IN p_total_change DECIMAL(19,4),
    IN p_discount_change DECIMAL(19,4),
    IN p_tax_change DECIMAL(19,4),
    IN p_rounding_change DECIMAL(19,4),
    IN p_cost_change DECIMAL(19,4),
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_id, v_sale_entry_id, v_moved, v_before_id INT;
    DECLARE v_tax_no, v_last_no, v_moved_taxes INT DEFAULT 0;
    DECLARE v_tax_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    SELECT COALESCE(MAX(t.tax_no), 0), COALESCE(SUM(t.amount <> 0), 0) INTO v_last_no, v_moved_taxes
    FROM invoice_amendment_taxes AS t FORCE INDEX (PRIMARY) WHERE t.amendment_id = p_amendment_id;
    WHILE v_tax_no < v_last_no DO
        SET v_tax_no = v_tax_no + 1;
        SELECT CONCAT(v_tax_lines, ',["tax_payable","', -t.amount, '",', COALESCE(t.tax_id, 'null'), ',"', t.rate, '"]') INTO v_tax_lines
        FROM invoice_amendment_taxes AS t FORCE INDEX (PRIMARY) WHERE t.amendment_id = p_amendment_id AND t.tax_no = v_tax_no;
    END WHILE;
    IF p_total_change <> 0 OR p_discount_change <> 0 OR p_rounding_change <> 0 OR v_moved_taxes > 0 THEN
        CALL _find_sale_entry('invoice', p_invoice_id, v_sale_entry_id);
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
        CALL _post_entry(
            v_entry_no, 'invoice', 'invoice_amendments', p_amendment_id,
            CONCAT(
                '[["receivables","', p_total_change - p_discount_change, '"],["sales_discounts","', p_discount_change,
                '"],["sales","', p_tax_change + p_rounding_change - p_total_change, '"]', v_tax_lines, ',["rounding","', -p_rounding_change, '"]]'),
            NULL, v_sale_entry_id, p_customer_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, v_entry_id);
    END IF;

    -- what one line gave back and another took of the same batch moved nothing
    SELECT COALESCE(SUM(t.moved), 0), MIN(t.first_id) - 1 INTO v_moved, v_before_id
    FROM (
        SELECT MIN(a.id) AS first_id, SUM(a.qty) <> 0 OR SUM(a.line_cost) <> 0 AS moved
        FROM invoice_out_items AS l FORCE INDEX (invoice_out_id)
        STRAIGHT_JOIN sale_item_allocations AS a FORCE INDEX (sale_item_allocations_of_item) ON a.sale_item_id = l.id
        WHERE l.invoice_out_id = p_invoice_id AND a.amendment_id = p_amendment_id
        GROUP BY a.batch_id
    ) AS t;
    IF v_moved > 0 THEN
        CALL _find_sale_entry('invoice_cogs', p_invoice_id, v_sale_entry_id);
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
        CALL _post_entry(
            v_entry_no, 'invoice_cogs_adjustment', 'invoice_amendments', p_amendment_id,
            CONCAT('[["cost_of_goods_sold","', p_cost_change, '"],["inventory","', -p_cost_change, '"]]'),
            NULL, v_sale_entry_id, NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, v_entry_id);
        CALL _post_stock_movements(v_entry_id, 'sale_adjustment', p_invoice_id, v_before_id);
    END IF;
END

-- Write an invoice from what was read, locked and decided: its number, header and lines, the goods out of stock. What its own payments pay is in its
-- amounts already; the caller posts them, and all else that the sale does to the customer's ledger and the journal (_post_sale_money).
-- Parameters: p_priced and the rest of _price_sale's answer, the products locked; p_tax_rounding and p_smallest_coin that it was made with; p_paid in
-- currency units, p_discount_value in them or in percent; p_day business date; p_at for TIMESTAMP columns.
-- Returns: p_invoice_id and p_invoice_no; p_cost of the goods; p_has_takings whether any batch was taken from; p_items the member "items" of the answer.
-- Errors: INSUFFICIENT_STOCK, VALIDATION. Locks: number_series INV; batches, under their product's lock.
CREATE PROCEDURE _post_invoice(
    IN p_priced JSON,
    IN p_taxes JSON,
    IN p_as_given DECIMAL(19,4),
    IN p_total_before DECIMAL(19,4),
    IN p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_discount_value DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_tax_total DECIMAL(19,4),
    IN p_added_tax DECIMAL(19,4),
    IN p_smallest_coin DECIMAL(19,4),
    IN p_rounding DECIMAL(19,4),
    IN p_paid DECIMAL(19,4),
    IN p_order_id INT,
    IN p_work_order_id INT,
    IN p_invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_due_date DATE,
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_cost_center_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    OUT p_invoice_id INT,
    OUT p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_cost DECIMAL(19,4),
    OUT p_has_takings TINYINT,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_total DECIMAL(19,4) DEFAULT p_total_before - p_discount;
    DECLARE v_remaining DECIMAL(19,4) DEFAULT v_total - p_paid;
    DECLARE v_net DECIMAL(19,4) DEFAULT v_total - p_tax_total - p_rounding;

    CALL _next_numbers(p_branch_id, p_branch_code, 'INV', p_day, 1, p_invoice_no);
    INSERT INTO invoices_out (
        customer_id, company_id, branch_id, cost_center_id, invoice_no, delivered, invoice_group, created_by, created_at, invoice_date, due_date, notes,
        total_before_discount, discount_type, discount_value, discount_amount, total_after_discount,
        paid_amount, remaining_amount, work_order_id, order_id, shift_id, tax_rounding, tax_total, added_tax, smallest_coin, rounding_amount)
    VALUES (
        p_customer_id, p_company_id, p_branch_id, p_cost_center_id, p_invoice_no, CASE v_remaining WHEN 0 THEN 'yes' WHEN v_total THEN 'no' ELSE 'partial' END,
        p_invoice_group, p_user_id, p_at, p_day, p_due_date, p_notes,
        p_total_before, p_discount_type, p_discount_value, p_discount, v_total,
        p_paid, v_remaining, p_work_order_id, p_order_id, p_shift_id, p_tax_rounding, p_tax_total, p_added_tax, p_smallest_coin, p_rounding);
    SET p_invoice_id = LAST_INSERT_ID();

    CALL _post_invoice_lines(
        p_invoice_id, p_priced, p_taxes, p_as_given, p_discount, p_minor_units, p_user_id, p_at, p_cost, p_has_takings, p_items);
    UPDATE invoices_out SET total_cost = p_cost, profit_amount = v_net - p_cost WHERE id = p_invoice_id;
    IF ROW_COUNT() <> 1 AND (p_cost <> 0 OR v_net <> 0) THEN
        CALL _raise_interrupted();
    END IF;
END

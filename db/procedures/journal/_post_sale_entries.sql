-- The journal entries of a sale: what the customer owes against sales, discount and taxes, and what the goods cost against inventory, with the
-- movements of the batches that they left. A sale for nothing has no first entry, one of services only no second. The caller posts them (_post_entries).
-- Parameters: p_entry_id the first of the three entries of the usual sale, whose rows the caller has written as those of one statement, and its movements
-- too (_post_sale): the third is of its payment, p_paid by p_method; NULL for any other, whose entries are opened here. Amounts in currency units: p_total
-- that the customer owes, p_discount, p_sales before that without taxes, p_rounding to the smallest coin, p_cost; p_tax_entries of _sum_taxes, '' without
-- taxes; p_has_takings whether any batch was taken from; the rest as in _open_entry; p_entries of the call before, and with these.
-- Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_sale_entries(
    IN p_entry_id INT,
    IN p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_paid DECIMAL(19,4),
    IN p_invoice_id INT,
    IN p_total DECIMAL(19,4),
    IN p_discount DECIMAL(19,4),
    IN p_sales DECIMAL(19,4),
    IN p_tax_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_rounding DECIMAL(19,4),
    IN p_cost DECIMAL(19,4),
    IN p_has_takings TINYINT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_entry_nos VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_sale_entry_id, v_goods_entry_id, v_payment_entry_id, v_cost_center_id INT;
    DECLARE v_has_sale TINYINT DEFAULT p_total <> 0 OR p_discount <> 0 OR p_rounding <> 0;

    IF p_entry_id IS NOT NULL THEN
        SET v_sale_entry_id = p_entry_id;
        SET v_goods_entry_id = v_sale_entry_id + @@auto_increment_increment;
        SET v_payment_entry_id = v_goods_entry_id + @@auto_increment_increment;
    ELSEIF v_has_sale AND p_has_takings THEN
        CALL _cost_center_of('invoices_out', p_invoice_id, NULL, NULL, v_cost_center_id);
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 2, v_entry_nos);
        -- the rows of one statement get their ids one after the other
        INSERT INTO journal_entries (
            company_id, branch_id, cost_center_id, entry_no, entry_type, entry_date, reference_type, reference_id, posted, created_by, shift_id, created_at)
        VALUES
            (p_company_id, p_branch_id, v_cost_center_id, SUBSTRING_INDEX(v_entry_nos, ',', 1), 'invoice', p_day, 'invoices_out', p_invoice_id, 0, p_user_id, p_shift_id, p_at),
            (p_company_id, p_branch_id, v_cost_center_id, SUBSTRING_INDEX(v_entry_nos, ',', -1), 'invoice_cogs', p_day, 'invoices_out', p_invoice_id, 0, p_user_id, p_shift_id, p_at);
        SET v_sale_entry_id = LAST_INSERT_ID();
        SET v_goods_entry_id = v_sale_entry_id + @@auto_increment_increment;
    ELSEIF v_has_sale THEN
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_nos);
        CALL _open_entry(
            v_entry_nos, 'invoice', 'invoices_out', p_invoice_id, NULL, NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, v_sale_entry_id);
    ELSEIF p_has_takings THEN
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_nos);
        CALL _open_entry(
            v_entry_nos, 'invoice_cogs', 'invoices_out', p_invoice_id, NULL, NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, v_goods_entry_id);
    END IF;

    IF v_sale_entry_id IS NOT NULL THEN
        SET p_entries = CONCAT(
            p_entries, ',[', v_sale_entry_id,
            ',[["receivables","', p_total, '"],["sales_discounts","', p_discount, '"],["sales","', -p_sales, '"]', p_tax_entries,
            IF(p_rounding = 0, '', CONCAT(',["rounding","', -p_rounding, '"]')), ']]');
    END IF;
    IF v_goods_entry_id IS NOT NULL THEN
        SET p_entries = CONCAT(
            p_entries, ',[', v_goods_entry_id, ',[["cost_of_goods_sold","', p_cost, '"],["inventory","', -p_cost, '"]]]');
        IF p_entry_id IS NULL THEN
            CALL _post_stock_movements(v_goods_entry_id, 'sale', p_invoice_id, 0);
        END IF;
    END IF;
    IF v_payment_entry_id IS NOT NULL THEN
        SET p_entries = CONCAT(
            p_entries, ',[', v_payment_entry_id, ',[["', p_method, '","', p_paid, '"],["receivables","', -p_paid, '"]]]');
    END IF;
END

-- The journal entries that undo a sale, all that is left of it or what a return takes back, and the movements of the goods that came back. The
-- whole is a reversal of the sale's entries and of what adjusted them; a return adjusts them. A sale that is older than the books has none: what
-- is undone of it is taken off the sales returns and the cost of goods sold, as in a return.
-- Parameters: p_return_id, or NULL for all that is left; p_value that the customer's balance is relieved of, p_tax and p_rounding what of it is tax
-- and rounding of the invoice (of the whole, the entries know), p_cost of what came back, in currency units; p_after_id: the allocations above this id brought it back (none: NULL); the rest as in _post_entry.
-- Errors: PERIOD_CLOSED. Locks: number_series JE, by primary key.
CREATE PROCEDURE _post_undoing_entries(
    IN p_invoice_id INT,
    IN p_return_id INT,
    IN p_value DECIMAL(19,4),
    IN p_tax DECIMAL(19,4),
    IN p_rounding DECIMAL(19,4),
    IN p_cost DECIMAL(19,4),
    IN p_after_id INT,
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
    DECLARE v_whole TINYINT DEFAULT p_return_id IS NULL;
    DECLARE v_reference_type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT IF(v_whole, 'invoices_out', 'invoice_returns');
    DECLARE v_reference_id INT DEFAULT COALESCE(p_return_id, p_invoice_id);
    DECLARE v_entry_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entry_id, v_sale_entry_id INT;
    DECLARE v_taxes_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_tax_lines LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    CALL _find_sale_entry('invoice', p_invoice_id, v_sale_entry_id);
    IF p_value <> 0 OR p_tax <> 0 OR p_rounding <> 0 OR (v_whole AND v_sale_entry_id IS NOT NULL) THEN
        IF p_tax <> 0 THEN
            CALL _returned_taxes(p_return_id, p_tax, 4, v_tax_lines, v_taxes_json);
        END IF;
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
        CALL _post_entry(
            v_entry_no, IF(v_whole, 'invoice_reversal', 'return'), v_reference_type, v_reference_id,
            CONCAT(
                '[["sales_returns","', p_value - p_tax - p_rounding, '"]', v_tax_lines,
                IF(p_rounding = 0, '', CONCAT(',["rounding","', p_rounding, '"]')), ',["receivables","', -p_value, '"]]'),
            IF(v_whole, v_sale_entry_id, NULL), IF(v_whole, NULL, v_sale_entry_id),
            p_customer_id, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, v_entry_id);
    END IF;
    IF p_after_id IS NOT NULL THEN
        CALL _find_sale_entry('invoice_cogs', p_invoice_id, v_sale_entry_id);
        CALL _next_numbers(p_branch_id, p_branch_code, 'JE', p_day, 1, v_entry_no);
        CALL _post_entry(
            v_entry_no, 'invoice_cogs_reversal', v_reference_type, v_reference_id,
            CONCAT('[["inventory","', p_cost, '"],["cost_of_goods_sold","', -p_cost, '"]]'),
            IF(v_whole, v_sale_entry_id, NULL), IF(v_whole, NULL, v_sale_entry_id),
            NULL, p_company_id, p_branch_id, p_day, p_at, p_user_id, p_shift_id, v_entry_id);
        CALL _post_stock_movements(v_entry_id, IF(v_whole, 'sale_reversal', 'return'), p_invoice_id, p_after_id);
    END IF;
END

-- Sell the new lines of an exchange, when the goods have come back and what was paid for them stands in the wallet: an invoice as any other, which
-- names the return.
-- Parameters: p_return_id just made; p_priced and the rest of _price_sale's answer, the products locked, p_tax_rounding and p_smallest_coin; p_from_return,
-- p_rows, p_paid and p_excess of _settle_exchange; p_overpayment, p_invoice_group, p_due_date and p_notes of _read_exchange; the rest as in
-- _post_sale.
-- Returns: p_invoice_id; p_answer the members "exchange", "due", "to_wallet" and "change_due" of the answer, without the name of the first.
-- Errors: INSUFFICIENT_STOCK, VALIDATION, WALLET_INSUFFICIENT, PERIOD_CLOSED.
-- Locks: number_series INV; batches, under their product's lock; number_series JE, then PAY.
CREATE PROCEDURE _post_exchange(
    IN p_return_id INT,
    IN p_priced JSON,
    IN p_taxes JSON,
    IN p_as_given DECIMAL(19,4),
    IN p_total DECIMAL(19,4),
    IN p_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_tax_total DECIMAL(19,4),
    IN p_added_tax DECIMAL(19,4),
    IN p_smallest_coin DECIMAL(19,4),
    IN p_rounding DECIMAL(19,4),
    IN p_from_return DECIMAL(19,4),
    IN p_rows JSON,
    IN p_paid DECIMAL(19,4),
    IN p_excess DECIMAL(19,4),
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_due_date DATE,
    IN p_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_work_order_id INT,
    IN p_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_invoice_id INT,
    OUT p_answer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_open DECIMAL(19,4) DEFAULT p_total - p_paid;
    DECLARE v_cost DECIMAL(19,4);
    DECLARE v_cost_center_id INT;
    DECLARE v_payments, v_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _cost_center_of('invoice_returns', p_return_id, NULL, NULL, v_cost_center_id);
    CALL _post_sale(
        p_priced, NULL, p_taxes, p_as_given, p_total, 'percent', 0, 0, p_tax_rounding, p_tax_total, p_added_tax, p_smallest_coin, p_rounding, p_rows,
        p_overpayment, p_paid, '', NULL, p_work_order_id, p_invoice_group, p_due_date, p_notes, p_minor_units, p_customer_id, p_company_id, p_branch_id,
        v_cost_center_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, p_invoice_id, v_invoice_no, v_cost, v_items,
        v_payments);
    UPDATE invoices_out SET exchange_return_id = p_return_id WHERE id = p_invoice_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    IF p_excess > 0 AND p_overpayment = 'wallet' THEN
        CALL _deposit_excess(
            p_rows, CONCAT('زيادة على الفاتورة ', v_invoice_no), p_customer_id, p_invoice_id, p_work_order_id, p_company_id, p_branch_id, p_branch_code,
            p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq);
    END IF;
    SET p_answer = CONCAT(
        '{"invoice_id":', p_invoice_id, ',"invoice_no":"', v_invoice_no, '","total_after":', _money(p_total, p_minor_units),
        ',"net_total":', _money(p_total - p_tax_total - p_rounding, p_minor_units), ',"tax_total":', _money(p_tax_total, p_minor_units),
        ',"rounding_amount":', _money(p_rounding, p_minor_units), ',"taxes":', COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_taxes, '$.answer')), '[]'),
        ',"total_cogs":', _money(v_cost, p_minor_units), ',"items":', v_items, ',"payments":', v_payments,
        ',"from_return":', _money(p_from_return, p_minor_units), ',"paid_amount":', _money(p_paid, p_minor_units),
        ',"remaining_amount":', _money(v_open, p_minor_units),
        ',"payment_status":"', CASE v_open WHEN 0 THEN 'paid' WHEN p_total THEN 'pending' ELSE 'partial' END,
        '"},"due":', _money(v_open, p_minor_units), ',"to_wallet":', _money(IF(p_overpayment = 'wallet', p_excess, 0), p_minor_units),
        ',"change_due":', _money(IF(p_overpayment = 'change', p_excess, 0), p_minor_units));
END

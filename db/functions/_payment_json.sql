-- A payment as the answers of sales and payments show it. Parameters: p_amount applied and p_remaining open after it, in currency units.
CREATE FUNCTION _payment_json(
    p_invoice_id INT,
    p_payment_id INT,
    p_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    p_amount DECIMAL(19,4),
    p_remaining DECIMAL(19,4),
    p_minor_units TINYINT
) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
DETERMINISTIC NO SQL
RETURN CONCAT(
    '{"invoice_id":', p_invoice_id, ',"payment_id":', p_payment_id, ',"method":"', p_method,
    '","amount":', _money(p_amount, p_minor_units), ',"remaining_after":', _money(p_remaining, p_minor_units),
    ',"payment_status":"', IF(p_remaining = 0, 'paid', 'partial'), '"}')

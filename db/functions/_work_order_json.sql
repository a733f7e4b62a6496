-- The member "work_order" of an answer: its totals as they stand now.
-- Returns: JSON object.
CREATE FUNCTION _work_order_json(p_work_order_id INT, p_minor_units TINYINT) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_invoiced, v_paid, v_remaining DECIMAL(19,4);
    SELECT COALESCE(o.total_invoice_amount, 0), COALESCE(o.total_paid, 0), COALESCE(o.total_remaining, 0)
    INTO v_invoiced, v_paid, v_remaining
    FROM work_orders AS o WHERE o.id = p_work_order_id;
    RETURN CONCAT(
        '{"id":', p_work_order_id, ',"total_invoice_amount":', _money(v_invoiced, p_minor_units),
        ',"total_paid":', _money(v_paid, p_minor_units), ',"total_remaining":', _money(v_remaining, p_minor_units), '}');
END

-- The member "order" of a sale's answer.
-- Parameters: p_order_id, locked or just made. Returns: p_order a JSON object.
CREATE PROCEDURE _order_of_sale(IN p_order_id INT, OUT p_order LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_invoices INT;
    DECLARE v_paid, v_remaining DECIMAL(19,4);

    SELECT COUNT(*), SUM(v.paid_amount), SUM(v.remaining_amount) INTO v_invoices, v_paid, v_remaining
    FROM invoices_out AS v FORCE INDEX (invoices_out_of_order) WHERE v.order_id = p_order_id AND v.delivered NOT IN ('canceled', 'reverted');
    SELECT CONCAT(
        '{"id":', o.id, ',"order_no":"', o.order_no, '","status":"', o.status,
        '","payment_status":"', _order_payment_status(o.status, v_invoices, v_paid, v_remaining), '"}')
    INTO p_order
    FROM orders AS o WHERE o.id = p_order_id;
END

-- The member "work_order" of an answer: its totals as they stand now.
-- Parameters: p_work_order_id or NULL. Returns: JSON object, 'null' for NULL.
CREATE FUNCTION _work_order_json(p_work_order_id INT, p_minor_units TINYINT) RETURNS VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
RETURN COALESCE((
    SELECT CONCAT(
        '{"id":', o.id,
        ',"total_invoice_amount":', _money(COALESCE(o.total_invoice_amount, 0), p_minor_units),
        ',"total_paid":', _money(COALESCE(o.total_paid, 0), p_minor_units),
        ',"total_remaining":', _money(COALESCE(o.total_remaining, 0), p_minor_units), '}')
    FROM work_orders AS o WHERE o.id = p_work_order_id), 'null')

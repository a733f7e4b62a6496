-- All that is open on a customer, or on a work order of the customer.
-- Parameters: p_work_order_id or NULL. Returns: currency units, 0 where nothing is open.
CREATE FUNCTION _open_total(p_customer_id INT, p_work_order_id INT) RETURNS DECIMAL(19,4)
READS SQL DATA
RETURN COALESCE(IF(
    p_work_order_id IS NULL,
    (SELECT SUM(i.remaining_amount) FROM invoices_out AS i FORCE INDEX (invoices_out_pay_order)
        WHERE i.customer_id = p_customer_id AND i.pay_by IS NOT NULL),
    (SELECT SUM(i.remaining_amount) FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order)
        WHERE i.work_order_id = p_work_order_id AND i.pay_by IS NOT NULL AND i.customer_id = p_customer_id)
), 0)

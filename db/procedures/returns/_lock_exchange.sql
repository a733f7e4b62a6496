-- Lock what an exchange needs beside the old invoice, customer and work order, which the caller holds: may they buy?
-- Parameters: p_lines of _plan_return; p_exchange_lines of _read_invoice_lines; p_work_order_id NULL where the old invoice has none.
-- Returns: p_credit_limit and p_price_list_id of _lock_buyer.
-- Errors: UNKNOWN_CUSTOMER, WORK_ORDER_MISMATCH, WORK_ORDER_CLOSED.
-- Locks: products of both lists by primary key, ascending.
CREATE PROCEDURE _lock_exchange(
    IN p_lines JSON,
    IN p_exchange_lines JSON,
    IN p_customer_id INT,
    IN p_work_order_id INT,
    OUT p_credit_limit DECIMAL(19,4),
    OUT p_price_list_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_company_id, v_apart INT;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_plain_total DECIMAL(30,4);
    DECLARE v_balance, v_wallet DECIMAL(19,4);
    -- the rows that the caller has locked, once more: what a sale asks of them is said there
    CALL _lock_buyer(p_customer_id, v_company_id, v_balance, v_wallet, v_seq, p_credit_limit, p_price_list_id);
    IF p_work_order_id IS NOT NULL THEN
        CALL _lock_work_order(p_work_order_id, p_customer_id);
    END IF;
    CALL _lock_products_of_return(p_lines, p_exchange_lines);
    CALL _lock_products(p_exchange_lines, v_company_id, 0, v_apart, v_plain_total);
END

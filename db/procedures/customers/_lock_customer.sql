-- Lock the customer: the first lock of every call that touches the customer's money, and so the mutex of all of the
-- customer's invoices, payments, work orders and ledger rows.
-- Parameters: p_customer_id; p_is_sale 1 where the customer is to buy: a deactivated one buys nothing more, paying stays allowed.
-- Returns: the customer's company; balance and wallet in currency units; p_seq of the last ledger row.
-- Errors: UNKNOWN_CUSTOMER. Locks: customers, by primary key.
CREATE PROCEDURE _lock_customer(
    IN p_customer_id BIGINT,
    IN p_is_sale TINYINT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_seq INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_active TINYINT;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT c.company_id, c.active, c.name, COALESCE(c.balance, 0), COALESCE(c.wallet, 0), c.ledger_seq
    INTO p_company_id, v_active, v_name, p_balance, p_wallet, p_seq
    FROM customers AS c WHERE c.id = p_customer_id FOR UPDATE;
    IF p_company_id IS NULL THEN
        CALL _raise('UNKNOWN_CUSTOMER', p_customer_id, NULL, NULL, NULL);
    END IF;
    IF p_is_sale AND NOT v_active THEN
        CALL _raise('UNKNOWN_CUSTOMER.inactive', p_customer_id, v_name, NULL, NULL);
    END IF;
END

-- Lock the customer: the first lock of every call that touches the customer's money, and so the mutex of all of the
-- customer's invoices, payments, work orders and ledger rows.
-- A sale locks it by _lock_buyer, which asks more of the customer.
-- Parameters: p_customer_id.
-- Returns: the customer's company; balance and wallet in currency units; p_seq of the last ledger row.
-- Errors: UNKNOWN_CUSTOMER. Locks: customers, by primary key.
CREATE PROCEDURE _lock_customer(
    IN p_customer_id BIGINT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_seq INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    SELECT c.company_id, COALESCE(c.balance, 0), COALESCE(c.wallet, 0), c.ledger_seq
    INTO p_company_id, p_balance, p_wallet, p_seq
    FROM customers AS c WHERE c.id = p_customer_id FOR UPDATE;
    IF p_company_id IS NULL THEN
        CALL _raise('UNKNOWN_CUSTOMER', p_customer_id, NULL, NULL, NULL);
    END IF;
END

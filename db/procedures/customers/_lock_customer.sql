-- Lock the customer: the first lock of every call that touches the customer's money, and so the mutex of all of the
-- customer's invoices, payments, work orders and ledger rows.
-- A customer without an account (tracks_balance 0) owes nothing and keeps no ledger: the row is only read, so that all tills may serve it at once, and
-- each invoice and work order is its own mutex. Nobody may hold that row while wanting more: a sale shares it when it has its products.
-- A sale locks it by _lock_buyer, which asks more of the customer.
-- Parameters: p_customer_id.
-- Returns: the customer's company; balance and wallet in currency units; p_seq of the last ledger row, NULL: a customer without an account.
-- Errors: UNKNOWN_CUSTOMER. Locks: customers, by primary key; none of a customer without an account.
CREATE PROCEDURE _lock_customer(
    IN p_customer_id BIGINT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_seq INT UNSIGNED
)
MODIFIES SQL DATA
BEGIN
    -- an account is given up for good, so this needs no lock
    SELECT c.company_id, COALESCE(c.balance, 0), COALESCE(c.wallet, 0), IF(c.tracks_balance, c.ledger_seq, NULL)
    INTO p_company_id, p_balance, p_wallet, p_seq
    FROM customers AS c WHERE c.id = p_customer_id;
    IF p_company_id IS NULL THEN
        CALL _raise('UNKNOWN_CUSTOMER', p_customer_id, NULL, NULL, NULL);
    END IF;
    IF p_seq IS NOT NULL THEN
        SELECT COALESCE(c.balance, 0), COALESCE(c.wallet, 0), IF(c.tracks_balance, c.ledger_seq, NULL)
        INTO p_balance, p_wallet, p_seq
        FROM customers AS c WHERE c.id = p_customer_id FOR UPDATE;
    END IF;
END

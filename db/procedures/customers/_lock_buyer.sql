-- Lock the customer of a sale, as _lock_customer does; a deactivated one buys nothing more.
-- Parameters: p_customer_id.
-- Returns: company, balance, wallet and p_seq as in _lock_customer; p_credit_limit, NULL: any amount may be owed;
-- p_price_list_id that the customer buys by, NULL: the products' prices.
-- Errors: UNKNOWN_CUSTOMER. Locks: customers, by primary key; none of a customer without an account.
CREATE PROCEDURE _lock_buyer(
    IN p_customer_id BIGINT,
    OUT p_company_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_seq INT UNSIGNED,
    OUT p_credit_limit DECIMAL(19,4),
    OUT p_price_list_id INT
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_tracks_balance, v_active TINYINT;
    DECLARE v_group_id INT;
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    -- an account is given up for good, so this needs no lock
    SELECT c.tracks_balance INTO v_tracks_balance FROM customers AS c WHERE c.id = p_customer_id;
    IF v_tracks_balance THEN
        SELECT
            c.company_id, c.active, COALESCE(c.balance, 0), COALESCE(c.wallet, 0), IF(c.tracks_balance, c.ledger_seq, NULL), c.credit_limit,
            c.price_list_id, c.group_id
        INTO p_company_id, v_active, p_balance, p_wallet, p_seq, p_credit_limit, p_price_list_id, v_group_id
        FROM customers AS c WHERE c.id = p_customer_id FOR UPDATE;
    ELSE
        SELECT c.company_id, c.active, COALESCE(c.balance, 0), COALESCE(c.wallet, 0), c.credit_limit, c.price_list_id, c.group_id
        INTO p_company_id, v_active, p_balance, p_wallet, p_credit_limit, p_price_list_id, v_group_id
        FROM customers AS c WHERE c.id = p_customer_id;
    END IF;
    IF p_company_id IS NULL THEN
        CALL _raise('UNKNOWN_CUSTOMER', p_customer_id, NULL, NULL, NULL);
    END IF;
    IF NOT v_active THEN
        SELECT c.name INTO v_name FROM customers AS c WHERE c.id = p_customer_id;
        CALL _raise('UNKNOWN_CUSTOMER.inactive', p_customer_id, v_name, NULL, NULL);
    END IF;
    IF p_price_list_id IS NOT NULL OR v_group_id IS NOT NULL THEN
        CALL _find_price_list(v_group_id, p_price_list_id);
    END IF;
END

-- Who a quoted sale would be of: its user, customer, branch and work order, as a sale asks for them, but read without a lock.
-- Parameters: of _quote_header; p_now UTC.
-- Returns: p_company_id, the customer's or the first; p_minor_units of its currency and its day p_today; p_customer_id and p_work_order_id NULL where there is
-- none or it may not be sold to; p_walk_in_id the customer who has no account, else NULL; p_balance, p_wallet, p_credit_limit and p_price_list_id of the
-- customer (_lock_buyer), and the totals of the work order, in currency units; p_problems, and with those found.
-- Problems: UNKNOWN_USER, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH, FORBIDDEN_BRANCH, PERIOD_CLOSED, UNKNOWN_WORK_ORDER, WORK_ORDER_MISMATCH, WORK_ORDER_CLOSED, VALIDATION.
CREATE PROCEDURE _quote_parties(
    IN p_user_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_branch_id BIGINT,
    IN p_now DATETIME,
    INOUT p_customer_id BIGINT,
    INOUT p_work_order_id BIGINT,
    OUT p_company_id INT,
    OUT p_minor_units TINYINT,
    OUT p_today DATE,
    OUT p_walk_in_id INT,
    OUT p_balance DECIMAL(19,4),
    OUT p_wallet DECIMAL(19,4),
    OUT p_credit_limit DECIMAL(19,4),
    OUT p_price_list_id INT,
    OUT p_invoiced DECIMAL(19,4),
    OUT p_work_order_paid DECIMAL(19,4),
    OUT p_work_order_open DECIMAL(19,4),
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_user_id, v_branch_id, v_customer_of_order, v_group_id INT;
    DECLARE v_asked_branch_id BIGINT DEFAULT p_branch_id;
    DECLARE v_code, v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_closed_to DATE;
    DECLARE v_active TINYINT;
    DECLARE v_name, v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    BEGIN
        DECLARE EXIT HANDLER FOR SQLSTATE '45000'
        BEGIN
            GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
            SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL));
        END;
        CALL _read_user(NULL, p_user_raw, v_user_id);
    END;
    IF p_customer_id IS NOT NULL THEN
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL)), p_customer_id = NULL;
            END;
            -- one row in any case
            SELECT MAX(c.company_id), MAX(c.active), MAX(c.name), COALESCE(MAX(c.balance), 0), COALESCE(MAX(c.wallet), 0),
                MAX(c.credit_limit), MAX(c.price_list_id), MAX(c.group_id), MAX(IF(c.tracks_balance, NULL, c.id))
            INTO p_company_id, v_active, v_name, p_balance, p_wallet, p_credit_limit, p_price_list_id, v_group_id, p_walk_in_id
            FROM customers AS c WHERE c.id = p_customer_id;
            IF p_company_id IS NULL THEN
                CALL _raise('UNKNOWN_CUSTOMER', p_customer_id, NULL, NULL, NULL);
            END IF;
            IF NOT v_active THEN
                CALL _raise('UNKNOWN_CUSTOMER.inactive', p_customer_id, v_name, NULL, NULL);
            END IF;
            IF p_price_list_id IS NOT NULL OR v_group_id IS NOT NULL THEN
                CALL _find_price_list(v_group_id, p_price_list_id);
            END IF;
        END;
    END IF;
    IF p_company_id IS NULL THEN
        SELECT MIN(c.id) INTO p_company_id FROM companies AS c;
    END IF;

    BEGIN
        DECLARE EXIT HANDLER FOR SQLSTATE '45000'
        BEGIN
            GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
            SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL));
            CALL _read_branch(NULL, p_company_id, NULL, p_now, v_branch_id, v_code, p_minor_units, p_today);
        END;
        CALL _read_branch(v_user_id, p_company_id, v_asked_branch_id, p_now, v_branch_id, v_code, p_minor_units, p_today);
    END;
    BEGIN
        DECLARE EXIT HANDLER FOR SQLSTATE '45000'
        BEGIN
            GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
            SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL));
        END;
        SELECT c.books_closed_to INTO v_closed_to FROM companies AS c WHERE c.id = p_company_id;
        IF p_today <= v_closed_to THEN
            CALL _raise('PERIOD_CLOSED', p_today, v_closed_to, NULL, NULL);
        END IF;
    END;
    IF p_work_order_id IS NOT NULL THEN
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL)), p_work_order_id = NULL;
            END;
            SELECT
                MAX(o.customer_id), MAX(o.status), COALESCE(MAX(o.total_invoice_amount), 0), COALESCE(MAX(o.total_paid), 0), COALESCE(MAX(o.total_remaining), 0)
            INTO v_customer_of_order, v_status, p_invoiced, p_work_order_paid, p_work_order_open
            FROM work_orders AS o WHERE o.id = p_work_order_id;
            IF v_customer_of_order IS NULL THEN
                CALL _raise('UNKNOWN_WORK_ORDER', p_work_order_id, NULL, NULL, NULL);
            END IF;
            IF v_customer_of_order <> p_customer_id THEN
                CALL _raise('WORK_ORDER_MISMATCH', p_work_order_id, v_customer_of_order, p_customer_id, NULL);
            END IF;
            IF v_status = 'cancelled' THEN
                CALL _raise('WORK_ORDER_CLOSED', p_work_order_id, NULL, NULL, NULL);
            END IF;
        END;
    END IF;
END

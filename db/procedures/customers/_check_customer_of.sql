-- Is the customer one of the company's? NULL is no customer, and passes.
-- Errors: UNKNOWN_CUSTOMER. Locks: none.
CREATE PROCEDURE _check_customer_of(IN p_customer_id BIGINT, IN p_company_id INT)
READS SQL DATA
BEGIN
    DECLARE v_customer_id INT;
    SELECT MAX(c.id) INTO v_customer_id FROM customers AS c WHERE c.id = p_customer_id AND c.company_id = p_company_id;
    IF p_customer_id IS NOT NULL AND v_customer_id IS NULL THEN
        CALL _raise('UNKNOWN_CUSTOMER', p_customer_id, NULL, NULL, NULL);
    END IF;
END

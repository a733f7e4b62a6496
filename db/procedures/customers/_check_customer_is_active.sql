-- A deactivated customer buys nothing more; paying stays allowed. Errors: UNKNOWN_CUSTOMER.
CREATE PROCEDURE _check_customer_is_active(IN p_customer_id INT)
READS SQL DATA
BEGIN
    DECLARE v_name VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    SELECT MAX(c.name) INTO v_name FROM customers AS c WHERE c.id = p_customer_id AND c.active = 0;
    IF v_name IS NOT NULL THEN
        CALL _raise('UNKNOWN_CUSTOMER.inactive', p_customer_id, v_name, NULL, NULL);
    END IF;
END

-- How money comes in or goes out by hand: any payment method but the wallet itself.
-- Parameters: p_raw raw JSON, cash where absent. Returns: the method's code. Errors: INVALID_PAYMENT_METHOD.
CREATE FUNCTION _read_money_method(p_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
READS SQL DATA
BEGIN
    DECLARE v_method LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT COALESCE(LOWER(_scalar(p_raw)), 'cash');
    DECLARE v_found INT;
    SELECT COUNT(*) INTO v_found FROM payment_methods AS m WHERE m.code = v_method COLLATE utf8mb4_bin AND m.excess_to <> 'none';
    IF v_found = 0 THEN
        CALL _raise('INVALID_PAYMENT_METHOD', 1, v_method, NULL, NULL);
    END IF;
    RETURN v_method;
END

-- May the customer owe what a call makes of the balance? Not more than the credit limit, unless an admin allows it; what does not make the customer
-- owe more is never refused.
-- Parameters: p_credit_limit, NULL for none; p_before and p_after the customer's balance, in currency units; p_allowed_raw raw JSON of
-- credit_override_by, looked at only where the limit is exceeded.
-- Returns: p_allowed_by the admin who allows it, NULL where nobody needs to; the caller writes it down (_audit_credit).
-- Errors: CREDIT_LIMIT, VALIDATION, UNKNOWN_USER.
CREATE PROCEDURE _check_credit(
    IN p_customer_id INT,
    IN p_credit_limit DECIMAL(19,4),
    IN p_before DECIMAL(19,4),
    IN p_after DECIMAL(19,4),
    IN p_allowed_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_minor_units TINYINT,
    OUT p_allowed_by INT
)
READS SQL DATA
BEGIN
    DECLARE v_asked_id BIGINT;
    SET p_allowed_by = NULL;
    IF p_after > p_credit_limit AND p_after > p_before THEN
        SET v_asked_id = _read_id('credit_override_by', p_allowed_raw);
        IF v_asked_id IS NULL THEN
            CALL _raise('CREDIT_LIMIT', p_customer_id, _money(p_after, p_minor_units), _money(p_credit_limit, p_minor_units), NULL);
        END IF;
        CALL _read_user(NULL, v_asked_id, p_allowed_by);
        IF NOT EXISTS (SELECT 1 FROM users AS u WHERE u.id = p_allowed_by AND u.role = 'admin') THEN
            CALL _raise(
                'CREDIT_LIMIT.no_admin', p_allowed_by, p_customer_id, _money(p_after, p_minor_units), _money(p_credit_limit, p_minor_units));
        END IF;
    END IF;
END

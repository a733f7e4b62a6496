-- Write down that an admin let a customer owe more than the credit limit.
-- Parameters: p_allowed_by of _check_credit; p_invoice_id that made the customer owe it; the rest as there, p_user_id who made it.
CREATE PROCEDURE _audit_credit(
    IN p_allowed_by INT,
    IN p_invoice_id INT,
    IN p_credit_limit DECIMAL(19,4),
    IN p_before DECIMAL(19,4),
    IN p_after DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME
)
MODIFIES SQL DATA
BEGIN
    CALL _audit(
        'credit_override', 'invoices_out', p_invoice_id, CONCAT('{"balance":', _money(p_before, p_minor_units), '}'),
        CONCAT(
            '{"balance":', _money(p_after, p_minor_units), ',"credit_limit":', _money(p_credit_limit, p_minor_units), ',"credit_override_by":',
            p_allowed_by, '}'),
        NULL, p_user_id, p_request_id, p_now);
END

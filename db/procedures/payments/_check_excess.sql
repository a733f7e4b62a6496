-- May money above the debt leave in the asked way? Wallet rows never have excess; change comes out of what pays in cash.
-- Parameters: p_overpayment reject|wallet|change; p_excess above 0, p_sum of all rows, p_wallet_sum and p_cash_sum of _read_payments, currency units.
-- Errors: OVERPAYMENT.
CREATE PROCEDURE _check_excess(
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_excess DECIMAL(19,4),
    IN p_sum DECIMAL(19,4),
    IN p_wallet_sum DECIMAL(19,4),
    IN p_cash_sum DECIMAL(19,4),
    IN p_minor_units TINYINT
)
READS SQL DATA
BEGIN
    DECLARE v_returnable DECIMAL(19,4) DEFAULT IF(p_overpayment = 'change', p_cash_sum, p_sum - p_wallet_sum);
    IF p_overpayment = 'reject' THEN
        CALL _raise('OVERPAYMENT', _money(p_sum, p_minor_units), _money(p_sum - p_excess, p_minor_units), NULL, NULL);
    END IF;
    IF p_excess > v_returnable THEN
        CALL _raise('OVERPAYMENT.excess', _money(p_excess, p_minor_units), _money(v_returnable, p_minor_units), p_overpayment, NULL);
    END IF;
END

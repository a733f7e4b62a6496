-- Do the payments fit what the page calls the invoice? paid without payments is one cash payment of the whole, as the old API had it.
-- Who has no account pays in full, not from a wallet, and gets change.
-- Parameters: p_status paid|partial|pending; p_total to pay; p_overpayment; p_walk_in_id the customer who has no account, else NULL; rows and sums of
-- _read_payments, in currency units.
-- Returns: the rows and sums to post; p_excess above the total.
-- Errors: PAYMENTS_NOT_ALLOWED, PAYMENTS_REQUIRED, PAYMENTS_MISMATCH, OVERPAYMENT, INVALID_PAYMENT_METHOD, VALIDATION.
CREATE PROCEDURE _check_sale_payments(
    IN p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_total DECIMAL(19,4),
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_walk_in_id INT,
    IN p_minor_units TINYINT,
    INOUT p_rows JSON,
    INOUT p_sum DECIMAL(19,4),
    IN p_wallet_sum DECIMAL(19,4),
    INOUT p_cash_sum DECIMAL(19,4),
    OUT p_excess DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    IF p_status = 'pending' AND p_sum > 0 THEN
        CALL _raise('PAYMENTS_NOT_ALLOWED', _money(p_sum, p_minor_units), NULL, NULL, NULL);
    END IF;
    IF p_status = 'partial' AND p_sum = 0 AND p_total > 0 THEN
        CALL _raise('PAYMENTS_REQUIRED', NULL, NULL, NULL, NULL);
    END IF;
    IF p_status = 'paid' AND p_sum = 0 AND p_total > 0 THEN
        SET p_rows = CONCAT('[{"amount":"', p_total, '","method":"cash","notes":"دفعة كاملة تلقائية"}]');
        SET p_sum = p_total;
        SET p_cash_sum = p_total;
    END IF;
    IF p_status = 'paid' AND p_sum < p_total THEN
        CALL _raise('PAYMENTS_MISMATCH', _money(p_sum, p_minor_units), _money(p_total, p_minor_units), NULL, NULL);
    END IF;
    SET p_excess = GREATEST(0, p_sum - p_total);
    IF p_walk_in_id IS NOT NULL THEN
        IF p_wallet_sum > 0 THEN
            CALL _raise('INVALID_PAYMENT_METHOD.walk_in', p_walk_in_id, NULL, NULL, NULL);
        END IF;
        IF p_sum < p_total THEN
            CALL _raise('PAYMENTS_REQUIRED.walk_in', p_walk_in_id, _money(p_total - p_sum, p_minor_units), NULL, NULL);
        END IF;
        IF p_excess > 0 AND p_overpayment = 'wallet' THEN
            CALL _raise('VALIDATION.walk_in', p_walk_in_id, 'overpayment', p_overpayment, NULL);
        END IF;
    END IF;
    IF p_excess > 0 THEN
        CALL _split_excess(p_overpayment, p_excess, p_sum, p_wallet_sum, p_cash_sum, p_minor_units, p_rows);
    END IF;
END

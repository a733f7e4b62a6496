-- How the new invoice of an exchange is paid: first out of what was paid for the goods that come back, by way of the wallet, or of the drawer where
-- the customer has no account, then by the payments of the request, as a sale is. Nothing is written.
-- Parameters: p_total of the new invoice and p_refunded, paid for what comes back, in currency units; p_wallet of the customer before the call;
-- p_walk_in_id the customer who has no account, else NULL; p_payments and p_overpayment of _read_exchange.
-- Returns: p_from_return, what of p_refunded pays the new invoice; p_rows of all payments for _pay_new_invoice, that one first; p_paid
-- of the new invoice; p_excess of the request's payments above it.
-- Errors: TOO_MANY_ITEMS, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, PAYMENTS_REQUIRED, PAYMENTS_MISMATCH, AMOUNT_PRECISION, VALIDATION, OVERPAYMENT,
--   WALLET_INSUFFICIENT.
CREATE PROCEDURE _settle_exchange(
    IN p_total DECIMAL(19,4),
    IN p_refunded DECIMAL(19,4),
    IN p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_customer_id INT,
    IN p_walk_in_id INT,
    IN p_wallet DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_from_return DECIMAL(19,4),
    OUT p_rows JSON,
    OUT p_paid DECIMAL(19,4),
    OUT p_excess DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_sum, v_wallet_sum, v_cash_sum DECIMAL(19,4);
    SET p_from_return = LEAST(p_refunded, p_total);
    CALL _read_payments(p_payments, p_minor_units, p_rows, v_sum, v_wallet_sum, v_cash_sum);
    CALL _check_sale_payments(
        IF(v_sum > 0, 'partial', 'pending'), p_total - p_from_return, p_overpayment, p_walk_in_id, p_minor_units, p_rows, v_sum, v_wallet_sum, v_cash_sum, p_excess);
    IF v_wallet_sum > GREATEST(p_wallet, 0) THEN
        CALL _raise('WALLET_INSUFFICIENT', p_customer_id, _money(v_wallet_sum, p_minor_units), _money(p_wallet, p_minor_units), NULL);
    END IF;
    SET p_paid = p_from_return + v_sum - p_excess;
    IF p_from_return > 0 THEN
        SET p_rows = JSON_ARRAY_INSERT(
            COALESCE(p_rows, '[]'), '$[0]', JSON_OBJECT('amount', CAST(p_from_return AS CHAR), 'method', IF(p_walk_in_id IS NULL, 'wallet', 'cash'), 'notes', 'من قيمة المرتجع'));
    END IF;
END

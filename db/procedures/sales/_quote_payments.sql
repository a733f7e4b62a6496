-- How a quoted sale would be paid, as a sale checks it.
-- Parameters: p_payments raw JSON; p_total to pay; p_walk_in_id the customer who has no account, else NULL; p_wallet of the customer, in currency units,
-- NULL where there is none; of a sale in another currency p_total_in_currency with the decimals of that, else NULL.
-- Returns: p_paid_in_currency; in the company's: p_paid of the total, p_wallet_paid of it, and p_excess above it, NULL where a sale would refuse the payments; p_rows that
-- pay, as the member "payments" of the answer without ids; p_problems, and with that of the payments.
-- Problems: those of _read_payments and _check_sale_payments, WALLET_INSUFFICIENT.
CREATE PROCEDURE _quote_payments(
    IN p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_total DECIMAL(19,4),
    IN p_total_in_currency DECIMAL(19,4),
    IN p_currency_minor_units TINYINT,
    IN p_customer_id BIGINT,
    IN p_walk_in_id INT,
    IN p_wallet DECIMAL(19,4),
    IN p_minor_units TINYINT,
    OUT p_paid DECIMAL(19,4),
    OUT p_wallet_paid DECIMAL(19,4),
    OUT p_excess DECIMAL(19,4),
    OUT p_paid_in_currency DECIMAL(19,4),
    OUT p_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_rows JSON;
    DECLARE v_cash, v_open, v_amount, v_excess DECIMAL(19,4);
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_text, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR SQLSTATE '45000'
    BEGIN
        GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
        SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL)), p_rows = '[]', p_paid = NULL, p_wallet_paid = NULL, p_excess = NULL, p_paid_in_currency = NULL;
    END;

    IF p_total_in_currency IS NULL THEN
        CALL _read_payments(p_payments, p_minor_units, v_rows, p_paid, p_wallet_paid, v_cash);
        CALL _check_sale_payments(p_status, p_total, p_overpayment, p_walk_in_id, p_minor_units, v_rows, p_paid, p_wallet_paid, v_cash, p_excess);
    ELSE
        CALL _read_payments_in_currency(
            p_payments, p_status, p_overpayment, p_walk_in_id, p_total, p_minor_units, p_total_in_currency, p_currency_minor_units, v_rows, p_paid, p_wallet_paid,
            v_cash, p_excess, p_paid_in_currency);
    END IF;
    IF p_wallet_paid > GREATEST(p_wallet, 0) THEN
        CALL _raise('WALLET_INSUFFICIENT', p_customer_id, _money(p_wallet_paid, p_minor_units), _money(p_wallet, p_minor_units), NULL);
    END IF;
    SET p_paid = p_paid - p_excess, p_rows = '', v_open = p_total;
    WHILE p_paid > 0 AND v_row_no < JSON_LENGTH(v_rows) DO
        CALL _read_plain_payment(v_rows, v_row_no, v_amount, v_excess, v_method, v_notes);
        SET v_row_no = v_row_no + 1;
        IF v_amount > v_excess THEN
            SET v_open = v_open - (v_amount - v_excess);
            SET p_rows = CONCAT(p_rows, ',', _payment_json(NULL, NULL, NULL, v_method, v_amount - v_excess, NULL, v_open, p_minor_units));
        END IF;
    END WHILE;
    SET p_rows = CONCAT('[', SUBSTRING(p_rows, 2), ']');
END

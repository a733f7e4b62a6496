-- The payments of a new invoice in another currency, in that, and what they pay of it in the company's: at the invoice's own rate, so that nothing is
-- realised. Each takes its share of what is open then, the last one all.
-- Parameters: p_payments raw JSON; p_status and p_overpayment of the sale; p_total in the company's currency, with its p_minor_units;
-- p_total_in_currency with p_currency_minor_units; p_walk_in_id as in _check_sale_payments.
-- Returns: p_rows of _read_payments in the company's currency, with a member in_currency, the amount in the other as text; the sums of _read_payments and
-- p_excess, which is 0, in the company's currency; p_paid_in_currency.
-- Errors: those of _read_payments and _check_sale_payments; VALIDATION where a row is worth nothing.
CREATE PROCEDURE _read_payments_in_currency(
    IN p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_walk_in_id INT,
    IN p_total DECIMAL(19,4),
    IN p_minor_units TINYINT,
    IN p_total_in_currency DECIMAL(19,4),
    IN p_currency_minor_units TINYINT,
    OUT p_rows JSON,
    OUT p_paid DECIMAL(19,4),
    OUT p_wallet_paid DECIMAL(19,4),
    OUT p_cash_paid DECIMAL(19,4),
    OUT p_excess DECIMAL(19,4),
    OUT p_paid_in_currency DECIMAL(19,4)
)
READS SQL DATA
BEGIN
    DECLARE v_rows JSON DEFAULT '[]';
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_amount, v_excess, v_share DECIMAL(19,4);
    DECLARE v_open DECIMAL(19,4) DEFAULT p_total_in_currency;
    DECLARE v_open_base DECIMAL(19,4) DEFAULT p_total;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _read_payments(p_payments, p_currency_minor_units, p_rows, p_paid_in_currency, p_wallet_paid, p_cash_paid);
    CALL _check_sale_payments(
        p_status, p_total_in_currency, p_overpayment, p_walk_in_id, p_currency_minor_units, p_rows, p_paid_in_currency, p_wallet_paid, p_cash_paid, p_excess);
    SET p_paid = 0, p_wallet_paid = 0;
    WHILE p_paid_in_currency > 0 AND v_row_no < JSON_LENGTH(p_rows) DO
        CALL _read_plain_payment(p_rows, v_row_no, v_amount, v_excess, v_method, v_notes);
        SET v_row_no = v_row_no + 1;
        SET v_share = _check_worth(
            CONCAT('payments[', v_row_no, '].amount'), v_amount, _open_share(v_open_base, v_amount, v_open, p_minor_units));
        SET v_open = v_open - v_amount, v_open_base = v_open_base - v_share, p_paid = p_paid + v_share;
        SET p_wallet_paid = p_wallet_paid + IF(v_method = 'wallet', v_share, 0);
        SET v_rows = JSON_ARRAY_APPEND(v_rows, '$', JSON_OBJECT(
            'amount', CAST(v_share AS CHAR), 'method', v_method, 'notes', v_notes, 'in_currency', CAST(v_amount AS CHAR)));
    END WHILE;
    SET p_rows = v_rows;
END

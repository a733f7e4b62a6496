-- Post the payments of an invoice that was made in the same call, whose amounts already count them.
-- Parameters: p_rows of _read_payments, what is above the invoice split off (_split_excess); p_overpayment reject|wallet|change, where that goes;
-- the rest as in _post_payment. Returns: p_payments the member "payments" of the answer. Locks: number_series JE and PAY.
CREATE PROCEDURE _pay_new_invoice(
    IN p_rows JSON,
    IN p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_total DECIMAL(19,4),
    IN p_work_order_id INT,
    IN p_minor_units TINYINT,
    IN p_customer_id INT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_wallet DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    INOUT p_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_payment_id INT;
    DECLARE v_amount, v_excess DECIMAL(19,4);
    DECLARE v_open DECIMAL(19,4) DEFAULT p_total;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SET p_payments = '';
    WHILE v_row_no < JSON_LENGTH(p_rows) DO
        CALL _read_plain_payment(p_rows, v_row_no, v_amount, v_excess, v_method, v_notes);
        SET v_row_no = v_row_no + 1;
        -- a row that is nothing but excess pays nothing
        IF v_amount > v_excess THEN
            CALL _post_payment(
                p_invoice_id, NULL, p_invoice_no, p_work_order_id, v_amount - v_excess, NULL, NULL, NULL, v_method, v_notes, NULL, NULL,
                v_amount, IF(p_overpayment = 'change', v_excess, 0),
                p_customer_id, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, p_entries, v_payment_id);
            SET v_open = v_open - (v_amount - v_excess);
            SET p_payments = CONCAT(
                p_payments, ',', _payment_json(p_invoice_id, NULL, v_payment_id, v_method, v_amount - v_excess, NULL, v_open, p_minor_units));
        END IF;
    END WHILE;
    SET p_payments = CONCAT('[', SUBSTRING(p_payments, 2), ']');
END

-- Post the payment rows of a request, all to one supplier, or all for one purchase.
-- Parameters: p_rows of _read_supplier_payments; p_kind payment, or refund where the money comes back; the rest as in _post_supplier_payment.
-- Returns: p_payments a JSON array [{payment_id, method, amount}]; p_first_payment_id NULL where there is none. Errors: PERIOD_CLOSED.
-- Locks: number_series JE and PAY, by primary key.
CREATE PROCEDURE _post_supplier_payments(
    IN p_rows JSON,
    IN p_kind VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_supplier_id INT,
    IN p_purchase_id INT,
    IN p_minor_units TINYINT,
    IN p_company_id INT,
    IN p_branch_id INT,
    IN p_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_day DATE,
    IN p_at DATETIME,
    IN p_user_id INT,
    IN p_shift_id INT,
    INOUT p_balance DECIMAL(19,4),
    INOUT p_seq INT UNSIGNED,
    OUT p_first_payment_id INT,
    OUT p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_row_no INT DEFAULT 0;
    DECLARE v_payment_id INT;
    DECLARE v_amount, v_excess DECIMAL(19,4);
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes, v_list LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    SET p_first_payment_id = NULL;
    WHILE v_row_no < COALESCE(JSON_LENGTH(p_rows), 0) DO
        CALL _read_plain_payment(p_rows, v_row_no, v_amount, v_excess, v_method, v_notes);
        CALL _post_supplier_payment(
            p_supplier_id, p_purchase_id, p_kind, IF(p_kind = 'refund', -v_amount, v_amount), v_method, v_notes, NULL, NULL,
            p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_seq, v_payment_id);
        SET p_first_payment_id = COALESCE(p_first_payment_id, v_payment_id);
        SET v_list = CONCAT(v_list, ',{"payment_id":', v_payment_id, ',"method":"', v_method, '","amount":', _money(v_amount, p_minor_units), '}');
        SET v_row_no = v_row_no + 1;
    END WHILE;
    SET p_payments = CONCAT('[', SUBSTRING(v_list, 2), ']');
END

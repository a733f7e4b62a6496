-- Give back what was paid on an invoice.
-- Parameters: p_refund wallet|cash|original: original goes back by the methods that it came by, newest payment first; what no payment row
-- explains, and an adopted payment of mixed methods, goes into the wallet, and all of that in cash where the customer has no account (p_seq NULL); p_amount paid, in currency units; the rest as in _post_payment.
-- Returns: p_refunds the member "refunds" of the answer. Locks: number_series JE and PAY, by primary key.
CREATE PROCEDURE _refund_paid(
    IN p_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_amount DECIMAL(19,4),
    IN p_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_invoice_id INT,
    IN p_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
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
    OUT p_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_left DECIMAL(19,4) DEFAULT p_amount;
    DECLARE v_part DECIMAL(19,4);
    DECLARE v_payment_id, v_refund_id INT;
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';

    SET p_refunds = '';
    WHILE v_left > 0 DO
        SET v_method = p_refund;
        SET v_part = v_left;
        IF p_refund = 'original' THEN
            SET v_payment_id = NULL;
            SET v_method = 'wallet';
            SELECT p.id, IF(p.payment_method = 'mixed', 'wallet', COALESCE(p.payment_method, 'cash')), LEAST(v_left, p.payment_amount + COALESCE(SUM(r.payment_amount), 0))
            INTO v_payment_id, v_method, v_part
            FROM invoice_payments AS p FORCE INDEX (invoice_id)
            LEFT JOIN invoice_payments AS v FORCE INDEX (invoice_payments_voids) ON v.voids_id = p.id
            LEFT JOIN invoice_payments AS r FORCE INDEX (invoice_payments_refunds) ON r.refunds_id = p.id
            WHERE p.invoice_id = p_invoice_id AND p.payment_amount > 0 AND v.id IS NULL
            GROUP BY p.id, p.payment_method, p.payment_amount HAVING p.payment_amount + COALESCE(SUM(r.payment_amount), 0) > 0
            ORDER BY p.id DESC LIMIT 1;
        END IF;
        IF p_seq IS NULL AND v_method = 'wallet' THEN
            SET v_method = 'cash';
        END IF;
        CALL _post_payment(
            p_invoice_id, NULL, p_invoice_no, p_work_order_id, -v_part, NULL, NULL, NULL, v_method, p_notes, NULL, v_payment_id, -v_part, 0,
            p_customer_id, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_wallet, p_seq, v_entries, v_refund_id);
        SET p_refunds = CONCAT(p_refunds, ',{"payment_id":', v_refund_id, ',"method":"', v_method, '","amount":', _money(v_part, p_minor_units), '}');
        SET v_left = v_left - v_part;
    END WHILE;
    CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), p_customer_id);
    SET p_refunds = CONCAT('[', SUBSTRING(p_refunds, 2), ']');
END

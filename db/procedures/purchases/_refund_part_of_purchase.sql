-- Money back for a part of a purchase, never more than what was paid for it and did not come back yet: all in cash, or by the methods that it was paid by,
-- the one paid last first.
-- Parameters: p_refund cash|original; p_amount above 0 in currency units; the rest as in _post_supplier_payment.
-- Returns: what comes back is added to p_refunds, ',{payment_id, method, amount}' for each, and to p_refunded. Errors: PERIOD_CLOSED.
-- Locks: number_series JE and PAY, by primary key.
CREATE PROCEDURE _refund_part_of_purchase(
    IN p_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_amount DECIMAL(19,4),
    IN p_notes VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
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
    INOUT p_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_refunded DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_payment_id INT;
    DECLARE v_rest, v_part DECIMAL(19,4);
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    -- of payments of a locked supplier, or purchase: nobody else adds or undoes one
    SELECT LEAST(p_amount, COALESCE(SUM(p.amount), 0)) INTO v_rest
    FROM supplier_payments AS p FORCE INDEX (supplier_payments_of_purchase) WHERE p.purchase_id = p_purchase_id;
    WHILE v_rest > 0 DO
        SET v_method = 'cash';
        SET v_part = v_rest;
        IF p_refund = 'original' THEN
            -- what was paid by one method and came back by another leaves less than all methods together
            SELECT w.payment_method, LEAST(v_rest, w.amount) INTO v_method, v_part
            FROM (
                SELECT p.payment_method, SUM(p.amount) AS amount, MAX(IF(p.kind = 'payment', p.id, 0)) AS last_id
                FROM supplier_payments AS p FORCE INDEX (supplier_payments_of_purchase) WHERE p.purchase_id = p_purchase_id
                GROUP BY p.payment_method HAVING SUM(p.amount) > 0
                ORDER BY last_id DESC LIMIT 1
            ) AS w;
        END IF;
        CALL _post_supplier_payment(
            p_supplier_id, p_purchase_id, 'refund', -v_part, v_method, p_notes, NULL, NULL,
            p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_seq, v_payment_id);
        SET v_rest = v_rest - v_part;
        SET p_refunded = p_refunded + v_part;
        SET p_refunds = CONCAT(
            p_refunds, ',{"payment_id":', v_payment_id, ',"method":"', v_method, '","amount":', _money(v_part, p_minor_units), '}');
    END WHILE;
END

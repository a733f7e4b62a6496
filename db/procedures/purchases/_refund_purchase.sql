-- Money back for a reversed purchase: what was paid with it, is not void yet and did not come back with a part of it, each payment by its own method or all in
-- cash. A payment that comes back whole is undone; of others the rest comes back.
-- Parameters: p_refund cash|original; p_purchase_id reversed; the rest as in _post_supplier_payment.
-- Returns: p_refunds a JSON array [{payment_id, method, amount}], amounts above 0; p_refunded their sum in currency units. Errors: PERIOD_CLOSED.
-- Locks: number_series JE and PAY, by primary key.
CREATE PROCEDURE _refund_purchase(
    IN p_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
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
    OUT p_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_refunded DECIMAL(19,4)
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_paid_id, v_payment_id INT;
    DECLARE v_amount, v_left DECIMAL(19,4);
    DECLARE v_method VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    SET p_refunds = '';
    SET p_refunded = 0;
    next_payment: LOOP
        -- of payments of a locked supplier, or purchase: nobody else adds or undoes one
        SELECT COALESCE(SUM(p.amount), 0) INTO v_left
        FROM supplier_payments AS p FORCE INDEX (supplier_payments_of_purchase) WHERE p.purchase_id = p_purchase_id;
        SELECT MIN(p.id) INTO v_paid_id
        FROM supplier_payments AS p FORCE INDEX (supplier_payments_of_purchase)
        LEFT JOIN supplier_payments AS u FORCE INDEX (supplier_payments_undo_once) ON u.undoes_id = p.id
        WHERE p.purchase_id = p_purchase_id AND p.kind = 'payment' AND p.amount <= v_left AND u.id IS NULL;
        IF v_paid_id IS NULL THEN
            LEAVE next_payment;
        END IF;
        SELECT p.amount, IF(p_refund = 'cash', 'cash', p.payment_method) INTO v_amount, v_method FROM supplier_payments AS p WHERE p.id = v_paid_id;
        CALL _post_supplier_payment(
            p_supplier_id, p_purchase_id, 'refund', -v_amount, v_method, p_notes, v_paid_id, NULL,
            p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id, p_shift_id, p_balance, p_seq, v_payment_id);
        SET p_refunded = p_refunded + v_amount;
        SET p_refunds = CONCAT(
            p_refunds, ',{"payment_id":', v_payment_id, ',"method":"', v_method, '","amount":', _money(v_amount, p_minor_units), '}');
    END LOOP;
    IF v_left > 0 THEN
        CALL _refund_part_of_purchase(
            p_refund, v_left, p_notes, p_supplier_id, p_purchase_id, p_minor_units, p_company_id, p_branch_id, p_branch_code, p_day, p_at, p_user_id,
            p_shift_id, p_balance, p_seq, p_refunds, p_refunded);
    END IF;
    SET p_refunds = CONCAT('[', SUBSTRING(p_refunds, 2), ']');
END

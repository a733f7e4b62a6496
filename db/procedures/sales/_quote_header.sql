-- What a sale's request says beside its lines and payments, where _read_invoice_header refuses it: the same, but what cannot be read counts as not given.
-- Parameters: p_request a JSON object.
-- Returns: the members, p_customer_id NULL where there is none, p_due_date as it was asked for; p_problems, and with those that were found.
CREATE PROCEDURE _quote_header(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_customer_id BIGINT,
    OUT p_user_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_branch_id BIGINT,
    OUT p_work_order_id BIGINT,
    OUT p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_overpayment VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_discount_type VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_discount_value DECIMAL(19,4),
    OUT p_discount_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_due_date DATE,
    OUT p_items LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_payments LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_cash_rounding TINYINT,
    OUT p_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_apply_offers TINYINT,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT p_request;
    DECLARE v_group VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_days INT;
    DECLARE v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_has_customer, v_member_no INT DEFAULT 1;

    WHILE v_member_no <= 13 DO
        CALL _drop_broken_member(
            ELT(
                v_member_no, 'customer_id', 'branch_id', 'work_order_id', 'status', 'overpayment', 'discount_type', 'invoice_group', 'due_date', 'due_days', 'notes',
                'cash_rounding', 'coupon_code', 'apply_offers'),
            v_request, p_problems);
        SET v_member_no = v_member_no + 1;
    END WHILE;
    SET v_has_customer = _scalar(JSON_EXTRACT(v_request, '$.customer_id')) IS NOT NULL;
    CALL _read_invoice_header(
        IF(v_has_customer, v_request, JSON_SET(v_request, '$.customer_id', 1)), p_customer_id, p_user_raw, p_branch_id, p_work_order_id, p_status,
        p_overpayment, p_discount_type, p_discount_value, p_discount_raw, v_group, p_due_date, v_days, v_notes, p_items, p_payments, p_cash_rounding, p_coupon_code,
        p_apply_offers);
    IF NOT v_has_customer THEN
        SET p_customer_id = NULL;
    END IF;
END

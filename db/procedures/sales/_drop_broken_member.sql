-- Take a member that cannot be read out of a sale's request, and say so.
-- Parameters: p_member its name; p_request a JSON object. Returns: p_request without the member, where it is broken, and p_problems with it.
CREATE PROCEDURE _drop_broken_member(
    IN p_member VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    INOUT p_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_path VARCHAR(70) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT CONCAT('$.', p_member);
    -- a broken date is gone before its days are looked at
    DECLARE v_beside VARCHAR(70) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT IF(p_member = 'due_days', '$.due_date', v_path);
    DECLARE v_customer, v_branch, v_work_order BIGINT;
    DECLARE v_status, v_overpayment, v_discount_type, v_group VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_discount DECIMAL(19,4);
    DECLARE v_day DATE;
    DECLARE v_days INT;
    DECLARE v_flag, v_other_flag TINYINT;
    DECLARE v_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_user, v_discount_raw, v_notes, v_items, v_payments, v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR SQLSTATE '45000'
    BEGIN
        GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
        SET p_problems = CONCAT(p_problems, _problem_json(v_text, NULL));
        SET p_request = JSON_REMOVE(p_request, v_path);
    END;
    -- alone, beside a customer where it is not the customer itself, and beside the date that it may contradict
    CALL _read_invoice_header(
        JSON_SET('{"customer_id":1}', v_path, JSON_EXTRACT(p_request, v_path), v_beside, JSON_EXTRACT(p_request, v_beside)),
        v_customer, v_user, v_branch, v_work_order, v_status, v_overpayment, v_discount_type, v_discount, v_discount_raw, v_group, v_day, v_days, v_notes, v_items, v_payments, v_flag, v_code,
        v_other_flag);
END

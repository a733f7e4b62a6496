-- Let a posted payment fail, or refund it, within the caller's transaction; and write that down.
-- Parameters: p_payment_id; p_status completed|failed|refunded that is asked for; p_branch_id or NULL; p_now UTC.
-- Returns: p_undoing_id the new row; p_response the answer as JSON.
-- Errors: INVALID_STATUS, SHIFT_CLOSED; those of _void_payment and _refund_payment. Locks: theirs.
CREATE PROCEDURE _undo_payment(
    IN p_payment_id BIGINT,
    IN p_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_branch_id BIGINT,
    IN p_user_id INT,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    OUT p_undoing_id INT,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_undone LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    IF p_status = 'completed' THEN
        CALL _raise('INVALID_STATUS.of_payment', p_payment_id, 'completed', p_status, NULL);
    ELSEIF p_status = 'failed' THEN
        CALL _void_payment(p_payment_id, FALSE, 'none', p_reason, p_branch_id, p_user_id, p_request_id, p_now, p_undoing_id, v_undone);
    ELSE
        CALL _refund_payment(p_payment_id, p_reason, p_branch_id, p_user_id, p_request_id, p_now, p_undoing_id, v_undone);
    END IF;
    CALL _audit(
        'payment_status', 'invoice_payments', p_payment_id, '{"status":"completed"}',
        CONCAT('{"status":"', p_status, '","undone_by":', p_undoing_id, '}'), p_reason, p_user_id, p_request_id, p_now);
    SET p_response = CONCAT(
        '{"ok":true,"msg":"تم تغيير حالة الدفعة.","payment_id":', p_payment_id, ',"pending_payment_id":null,"invoice_id":',
        JSON_EXTRACT(v_undone, '$.invoice_id'), ',"status":"', p_status, '","payment":null,"voided":', IF(p_status = 'failed', v_undone, 'null'),
        ',"refunded":', IF(p_status = 'refunded', v_undone, 'null'), '}');
END

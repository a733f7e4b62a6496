-- One order with its lines, its invoices and their payments, in one state.
--
-- Parameters: p_order_id the id, as a number.
-- Errors: VALIDATION, UNKNOWN_ORDER. Locks: none; opens no transaction.
-- Returns: one row, one column response: the order as agreed, status pending|completed|cancelled, payment_status paid|partial|unpaid, and of its live
--   invoices invoiced_amount (less what came back), paid_amount, remaining_amount; arrays items (with invoiced_qty and open_qty), invoices (also the
--   undone ones), payments.
-- Example: CALL sp_get_order(7);
CREATE PROCEDURE sp_get_order(IN p_order_id LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_order_id BIGINT DEFAULT _required_id('order_id', JSON_QUOTE(p_order_id));
    DECLARE v_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

    CALL _read_order(v_order_id, v_members);
    IF v_members IS NULL THEN
        CALL _raise('UNKNOWN_ORDER', v_order_id, NULL, NULL, NULL);
    END IF;
    SELECT CONCAT('{"ok":true,', v_members, '}') AS response;
END

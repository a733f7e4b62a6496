-- Give up what of an order is not billed yet: an order without an invoice is cancelled then, any other completed. Its invoices stay; what one of them
-- gives back when it is undone is not billed again.
--
-- Parameters: p_request JSON object: order_id, created_by; optional reason (at most 255 characters), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH, UNKNOWN_ORDER, ORDER_CLOSED.
-- Locks: request_id's bucket; order, and the coupon that it was sold with, by primary key.
-- Returns: one row, one column response: the answer of sp_get_order, with msg.
-- Example: CALL sp_cancel_order('{"order_id": 7, "reason": "طلب العميل", "created_by": 5}');
CREATE PROCEDURE sp_cancel_order(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
cancellation: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_company_id, v_branch_id INT;
    DECLARE v_order_id BIGINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_cancel_order', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE cancellation;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_cancel_order', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_order_id = _required_id('order_id', JSON_EXTRACT(p_request, '$.order_id'));
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);

    -- lock
    CALL _check_branch_of(v_user_id, 'orders', v_order_id);
    SELECT o.company_id, o.status INTO v_company_id, v_status FROM orders AS o WHERE o.id = v_order_id FOR UPDATE;
    IF v_company_id IS NULL THEN
        CALL _raise('UNKNOWN_ORDER', v_order_id, NULL, NULL, NULL);
    END IF;
    IF v_status <> 'pending' THEN
        CALL _raise('ORDER_CLOSED', v_order_id, v_status, NULL, NULL);
    END IF;
    CALL _read_branch(NULL, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);

    -- write
    CALL _document_state('orders', v_order_id, v_before);
    UPDATE orders SET cancelled_on = v_today, cancel_reason = v_reason WHERE id = v_order_id;
    IF ROW_COUNT() <> 1 THEN
        CALL _raise_interrupted();
    END IF;
    CALL _set_order_status(v_order_id, v_user_id);
    CALL _give_coupon_back(NULL, v_order_id);
    CALL _audit_change('cancel', 'orders', v_order_id, v_before, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    CALL _read_order(v_order_id, v_members);
    SET v_response = CONCAT('{"ok":true,"msg":"تم إلغاء الطلب بنجاح.",', v_members, '}');
    CALL _close_request('sp_cancel_order', v_request_id, v_hash, 'orders', v_order_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

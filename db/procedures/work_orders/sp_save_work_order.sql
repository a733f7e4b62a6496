-- Make a work order, or change one: members that are absent stay as they are, null clears.
--
-- Parameters: p_request JSON object: created_by; work_order_id to change one; customer_id and title (required for a new one);
--   optional description, status pending|in_progress|completed|cancelled (pending), start_date (today), notes, request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_CUSTOMER, UNKNOWN_WORK_ORDER,
--   INVALID_STATUS.
-- Locks: request_id's bucket; customers (old and new; _lock_customer) by primary key, ascending; work order by primary key.
-- Returns: one row, one column response: work_order_id, work_order (the row with its totals).
-- Example: CALL sp_save_work_order('{"customer_id": 4, "title": "تشطيب حمام", "created_by": 5}');
CREATE PROCEDURE sp_save_work_order(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id INT;
    DECLARE v_work_order_id, v_customer_id, v_other_customer_id BIGINT;
    DECLARE v_old_customer_id, v_company_id INT;
    DECLARE v_balance, v_wallet DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_title VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_description, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_start_date, v_today DATE;
    DECLARE v_minor_units TINYINT;
    DECLARE v_branch_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_work_order', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_save_work_order', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_request, '$.work_order_id'));
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET v_title = _read_text('title', JSON_EXTRACT(p_request, '$.title'), 255);
    SET v_description = _read_text('description', JSON_EXTRACT(p_request, '$.description'), 10000);
    SET v_status = _read_word('status', JSON_EXTRACT(p_request, '$.status'), 'pending', 'pending,in_progress,completed,cancelled');
    SET v_start_date = _read_date('start_date', JSON_EXTRACT(p_request, '$.start_date'));
    SET v_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 10000);
    IF v_work_order_id IS NOT NULL THEN
        -- not a subquery in SET: that would lock the work order before its customer
        SELECT MAX(o.customer_id) INTO v_old_customer_id FROM work_orders AS o WHERE o.id = v_work_order_id;
        IF v_old_customer_id IS NULL THEN
            CALL _raise('UNKNOWN_WORK_ORDER', v_work_order_id, NULL, NULL, NULL);
        END IF;
    END IF;
    SET v_customer_id = COALESCE(v_customer_id, v_old_customer_id);
    IF v_customer_id IS NULL THEN
        CALL _raise('VALIDATION.customer_required', NULL, NULL, NULL, NULL);
    END IF;
    IF v_title IS NULL AND (v_work_order_id IS NULL OR JSON_EXTRACT(p_request, '$.title') IS NOT NULL) THEN
        CALL _raise('VALIDATION.required', 'title', NULL, NULL, NULL);
    END IF;

    -- lock
    CALL _lock_customer(LEAST(v_customer_id, COALESCE(v_old_customer_id, v_customer_id)), v_company_id, v_balance, v_wallet, v_seq);
    IF v_old_customer_id <> v_customer_id THEN
        CALL _lock_customer(GREATEST(v_customer_id, v_old_customer_id), v_company_id, v_balance, v_wallet, v_seq);
        SELECT c.company_id INTO v_company_id FROM customers AS c WHERE c.id = v_customer_id;
    END IF;
    CALL _read_branch(NULL, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_work_order_id IS NOT NULL THEN
        SELECT
            o.customer_id,
            IF(JSON_EXTRACT(p_request, '$.title') IS NULL, o.title, v_title),
            IF(JSON_EXTRACT(p_request, '$.description') IS NULL, o.description, v_description),
            IF(JSON_EXTRACT(p_request, '$.status') IS NULL, o.status, v_status),
            IF(JSON_EXTRACT(p_request, '$.start_date') IS NULL, o.start_date, v_start_date),
            IF(JSON_EXTRACT(p_request, '$.notes') IS NULL, o.notes, v_notes)
        INTO v_old_customer_id, v_title, v_description, v_status, v_start_date, v_notes
        FROM work_orders AS o WHERE o.id = v_work_order_id FOR UPDATE;
        IF v_old_customer_id <> v_customer_id
            AND (
                EXISTS (SELECT 1 FROM invoices_out AS i FORCE INDEX (invoices_out_of_work_order) WHERE i.work_order_id = v_work_order_id)
                OR EXISTS (SELECT 1 FROM orders AS o FORCE INDEX (orders_of_work_order) WHERE o.work_order_id = v_work_order_id))
        THEN
            CALL _raise('VALIDATION.fixed', 'customer_id', v_work_order_id, v_customer_id, NULL);
        END IF;
    END IF;
    SET v_start_date = COALESCE(v_start_date, v_today);

    -- write
    CALL _document_state('work_orders', v_work_order_id, v_before);
    IF v_work_order_id IS NULL THEN
        INSERT INTO work_orders (customer_id, title, description, status, start_date, notes, created_by, created_at)
        VALUES (v_customer_id, v_title, v_description, v_status, v_start_date, v_notes, v_user_id, _as_timestamp(v_now));
        SET v_work_order_id = LAST_INSERT_ID();
    ELSE
        UPDATE work_orders SET
            customer_id = v_customer_id, title = v_title, description = v_description, status = v_status, start_date = v_start_date, notes = v_notes
        WHERE id = v_work_order_id;
    END IF;
    CALL _audit_change('save', 'work_orders', v_work_order_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = (
        SELECT CONCAT(
            '{"ok":true,"msg":"تم حفظ الشغلانة بنجاح.","work_order_id":', o.id, ',"work_order":', _work_order_row_json(
                o.id, o.customer_id, o.title, o.description, o.status, o.start_date, o.notes,
                o.total_invoice_amount, o.total_paid, o.total_remaining, v_minor_units), '}')
        FROM work_orders AS o WHERE o.id = v_work_order_id);
    CALL _close_request('sp_save_work_order', v_request_id, v_hash, 'work_orders', v_work_order_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

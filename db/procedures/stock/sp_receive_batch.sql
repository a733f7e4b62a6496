-- Receive goods: a new batch at the end of its product's queue, by its date of receipt. It is a purchase of one line without supplier and bill.
--
-- Parameters: p_request JSON object: product_id, qty above 0, unit_cost 0 or more in currency units, created_by; optional received_at (today),
--   cost_center_id (the branch's), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH, UNKNOWN_COST_CENTER,
--   UNKNOWN_PRODUCT, INVALID_QUANTITY, INVALID_PRICE, PERIOD_CLOSED.
-- Locks: request_id's bucket; product, by primary key; series PO, then JE.
-- Returns: one row, one column response: batch_id, batch {id, product_id, qty, remaining, unit_cost, value, received_at}, bill_id, purchase_no.
-- Example: CALL sp_receive_batch('{"product_id": 8, "qty": 40, "unit_cost": "18.50", "created_by": 5}');
CREATE PROCEDURE sp_receive_batch(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
receive: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_company_id, v_branch_id, v_cost_center_id, v_purchase_id, v_batch_id INT;
    DECLARE v_product_id BIGINT;
    DECLARE v_lines JSON;
    DECLARE v_purchase_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_qty_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_qty, v_value, v_balance DECIMAL(19,4);
    DECLARE v_unit_cost DECIMAL(19,6);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_today, v_received_at DATE;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_receive_batch', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE receive;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_receive_batch', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_product_id = _required_id('product_id', JSON_EXTRACT(p_request, '$.product_id'));
    SET v_qty_text = _scalar(JSON_EXTRACT(p_request, '$.qty'));
    SET v_qty = _rounded(_number(v_qty_text), 4);
    IF v_qty IS NULL OR v_qty <= 0 THEN
        CALL _raise('INVALID_QUANTITY.of_batch', v_qty_text, NULL, NULL, NULL);
    END IF;
    SET v_unit_cost = _read_unit_price('unit_cost', JSON_EXTRACT(p_request, '$.unit_cost'));
    IF v_unit_cost IS NULL THEN
        CALL _raise('INVALID_PRICE.of_member', 'unit_cost', 'null', NULL, NULL);
    END IF;
    SET v_received_at = _read_date('received_at', JSON_EXTRACT(p_request, '$.received_at'));

    SET v_lines = CONCAT('[', _purchase_line_json(v_product_id, v_qty, v_unit_cost, v_received_at, NULL), ']');

    -- lock
    CALL _lock_stocked_products(v_lines, v_company_id);
    CALL _read_branch(v_user_id, v_company_id, NULL, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);

    -- decide
    CALL _check_purchase_lines(v_lines, v_minor_units, v_today, FALSE, v_value);

    -- write
    CALL _post_purchase(
        v_lines, '[]', v_value, 0, NULL, NULL, NULL, NULL, NULL, v_minor_units, v_company_id, v_branch_id, v_cost_center_id, v_branch_code, v_today,
        _as_timestamp(v_now), v_user_id,
        v_balance, v_seq, v_purchase_id, v_purchase_no);
    SELECT b.id INTO v_batch_id FROM batches AS b FORCE INDEX (batches_of_purchase) WHERE b.purchase_id = v_purchase_id;
    CALL _audit_change('post', 'purchases', v_purchase_id, NULL, NULL, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم استلام البضاعة بنجاح.","batch_id":', v_batch_id, ',"batch":{"id":', v_batch_id, ',"product_id":', v_product_id,
        ',"qty":', v_qty, ',"remaining":', v_qty, ',"unit_cost":', v_unit_cost, ',"value":', _money(v_value, v_minor_units),
        ',"received_at":"', COALESCE(v_received_at, v_today), '"},"bill_id":', v_purchase_id, ',"purchase_no":"', v_purchase_no, '"}');
    CALL _close_request('sp_receive_batch', v_request_id, v_hash, 'batches', v_batch_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

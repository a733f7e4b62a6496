-- Adjust stock to what was counted, or by so much: breakage, loss, things found. What it is worth goes to stock gains and losses.
--
-- Parameters: p_request JSON object: items [{product_id, counted_qty or qty_delta, unit_cost (of what is more; absent: that of the newest batch in stock, else the product's cost price)}],
--   reason (at most 255 characters), created_by; optional branch_id, cost_center_id (the branch's), request_id. Quantities are units of the product, costs currency units.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_PRODUCT, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   UNKNOWN_COST_CENTER, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY, INVALID_PRICE, INSUFFICIENT_STOCK, PERIOD_CLOSED.
-- Locks: request_id's bucket; products by primary key, ascending; their batches by batches_fifo; series JE.
-- Returns: one row, one column response: adjustment_id, value, items [{product_id, qty, value, quantity_after, batch_id}], qty
--   and value signed, batch_id the new batch of what is more.
-- Example: CALL sp_adjust_stock('{"items": [{"product_id": 8, "counted_qty": 37}], "reason": "جرد نهاية الشهر", "created_by": 5}');
CREATE PROCEDURE sp_adjust_stock(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
adjustment: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_now, v_at DATETIME;
    DECLARE v_user_id, v_company_id, v_branch_id, v_cost_center_id, v_adjustment_id, v_product_id, v_batch_id, v_entry_id INT;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_lines JSON;
    DECLARE v_line LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_today DATE;
    DECLARE v_minor_units TINYINT;
    DECLARE v_changed, v_cost, v_on_hand DECIMAL(19,4);
    DECLARE v_value DECIMAL(19,4) DEFAULT 0;
    DECLARE v_moved TINYINT DEFAULT 0;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_adjust_stock', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE adjustment;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_adjust_stock', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    CALL _read_adjustment_items(JSON_EXTRACT(p_request, '$.items'), v_lines);
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    IF v_reason IS NULL THEN
        CALL _raise('VALIDATION.required', 'reason', NULL, NULL, NULL);
    END IF;

    -- lock
    CALL _lock_stocked_products(v_lines, v_company_id);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);

    -- write
    INSERT INTO stock_adjustments (company_id, branch_id, cost_center_id, business_date, reason, created_by, created_at)
    VALUES (v_company_id, v_branch_id, v_cost_center_id, v_today, v_reason, v_user_id, v_at);
    SET v_adjustment_id = LAST_INSERT_ID();
    WHILE v_line_no < JSON_LENGTH(v_lines) DO
        SET v_line = JSON_EXTRACT(v_lines, CONCAT('$[', v_line_no, ']'));
        SET v_line_no = v_line_no + 1;
        SET v_product_id = JSON_EXTRACT(v_line, '$.product_id');
        CALL _adjust_product(
            v_adjustment_id, v_product_id, _scalar(JSON_EXTRACT(v_line, '$.counted')), _scalar(JSON_EXTRACT(v_line, '$.delta')),
            _scalar(JSON_EXTRACT(v_line, '$.unit_cost')), v_minor_units, v_today, v_user_id, v_at, v_changed, v_cost, v_on_hand, v_batch_id);
        SET v_value = v_value + v_cost;
        SET v_moved = v_moved OR v_changed <> 0;
        SET v_items_json = CONCAT(
            v_items_json, ',{"product_id":', v_product_id, ',"qty":', v_changed, ',"value":', _money(v_cost, v_minor_units),
            ',"quantity_after":', v_on_hand, ',"batch_id":', COALESCE(v_batch_id, 'null'), '}');
    END WHILE;
    IF v_moved THEN
        CALL _post_adjustment_entry(v_adjustment_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_entry_id);
    END IF;
    CALL _audit_change('post', 'stock_adjustments', v_adjustment_id, NULL, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تمت تسوية المخزون بنجاح.","adjustment_id":', v_adjustment_id, ',"value":', _money(v_value, v_minor_units),
        ',"items":[', SUBSTRING(v_items_json, 2), ']}');
    CALL _close_request('sp_adjust_stock', v_request_id, v_hash, 'stock_adjustments', v_adjustment_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

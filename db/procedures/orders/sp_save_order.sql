-- Take an order, or change one while nothing of it was billed: its prices are agreed now and hold when it is billed, whatever the products cost
-- then. Nothing leaves stock, nothing is reserved, and nobody owes anything. What is sent takes the place of all that the order had.
--
-- Parameters: p_request JSON object: customer_id, created_by, items as sp_save_invoice takes them; optional order_id to change one (its customer, branch
--   and number stay), source pos|booking|manual (manual), discount_type percent|amount (percent), discount_value (0), cash_rounding (true: its total
--   is shown to the company's smallest coin), work_order_id, notes (at most 10000 characters), branch_id, cost_center_id (the branch's), request_id. Amounts are currency units,
--   quantities units as ordered. Offers and coupons are a sale's, not an order's.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, UNKNOWN_COST_CENTER, UNKNOWN_PRODUCT, UNKNOWN_ORDER, UNKNOWN_WORK_ORDER, WORK_ORDER_MISMATCH, WORK_ORDER_CLOSED, ORDER_CLOSED, NO_ITEMS,
--   TOO_MANY_ITEMS, INVALID_QUANTITY, INVALID_PRICE, INVALID_DISCOUNT, AMOUNT_PRECISION, UNKNOWN_CURRENCY, INVALID_RATE, OTHER_CURRENCY.
-- Locks: request_id's bucket; customer, order, work order, products ascending, all by primary key; of a new one the cashier's open shift, shared;
--   series ORD.
-- Returns: one row, one column response: the answer of sp_get_order, with msg.
-- Example: CALL sp_save_order('{"customer_id": 4, "source": "booking", "items": [{"product_id": 8, "qty": 2}], "created_by": 5}');
CREATE PROCEDURE sp_save_order(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
save: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_company_id, v_branch_id, v_own_customer_id, v_own_branch_id, v_price_list_id, v_shift_id, v_cost_center_id, v_apart INT;
    DECLARE v_order_id, v_customer_id, v_work_order_id, v_asked_center_id BIGINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_cash_rounding TINYINT;
    DECLARE v_source, v_discount_type, v_status, v_tax_rounding VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_notes, v_members LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines, v_priced, v_taxes JSON;
    DECLARE v_balance, v_wallet, v_credit_limit, v_discount_value, v_as_given, v_total_before, v_discount DECIMAL(19,4);
    DECLARE v_tax_total, v_added_tax, v_smallest_coin, v_rounding DECIMAL(19,4);
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_plain_total DECIMAL(30,4);
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_save_order', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE save;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_save_order', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_order_id = _read_id('order_id', JSON_EXTRACT(p_request, '$.order_id'));
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_request, '$.customer_id'));
    SET v_work_order_id = _read_id('work_order_id', JSON_EXTRACT(p_request, '$.work_order_id'));
    SET v_source = _read_word('source', JSON_EXTRACT(p_request, '$.source'), 'manual', 'pos,booking,manual');
    SET v_discount_type = _read_discount_type(JSON_EXTRACT(p_request, '$.discount_type'));
    SET v_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 10000);
    SET v_cash_rounding = COALESCE(_read_flag('cash_rounding', JSON_EXTRACT(p_request, '$.cash_rounding')), 1);
    CALL _read_invoice_lines(JSON_EXTRACT(p_request, '$.items'), 0, v_lines);

    -- lock
    IF v_order_id IS NOT NULL THEN
        CALL _check_branch_of(v_user_id, 'orders', v_order_id);
        -- an order never changes its customer, branch and cost centre, so this needs no lock
        SELECT o.customer_id, o.branch_id, o.cost_center_id INTO v_own_customer_id, v_own_branch_id, v_cost_center_id FROM orders AS o WHERE o.id = v_order_id;
        IF v_own_customer_id IS NULL THEN
            CALL _raise('UNKNOWN_ORDER', v_order_id, NULL, NULL, NULL);
        END IF;
        IF v_customer_id <> v_own_customer_id THEN
            CALL _raise('VALIDATION.fixed', 'customer_id', v_order_id, v_customer_id, NULL);
        END IF;
        SET v_customer_id = v_own_customer_id;
        SET v_asked_center_id = _read_id('cost_center_id', JSON_EXTRACT(p_request, '$.cost_center_id'));
        IF v_asked_center_id <> COALESCE(v_cost_center_id, 0) THEN
            CALL _raise('VALIDATION.fixed', 'cost_center_id', v_order_id, v_asked_center_id, NULL);
        END IF;
    END IF;
    IF v_customer_id IS NULL THEN
        CALL _raise('VALIDATION.customer_required', NULL, NULL, NULL, NULL);
    END IF;
    CALL _lock_buyer(v_customer_id, v_company_id, v_balance, v_wallet, v_seq, v_credit_limit, v_price_list_id);
    CALL _read_branch(
        v_user_id, v_company_id, COALESCE(v_own_branch_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id'))), v_now, v_branch_id, v_branch_code,
        v_minor_units, v_today);
    CALL _refuse_other_currency(p_request, v_company_id, 'OTHER_CURRENCY');
    IF v_order_id IS NULL THEN
        CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);
    END IF;
    IF v_order_id IS NOT NULL THEN
        SELECT o.status INTO v_status FROM orders AS o WHERE o.id = v_order_id FOR UPDATE;
        IF v_status <> 'pending' THEN
            CALL _raise('ORDER_CLOSED', v_order_id, v_status, NULL, NULL);
        END IF;
        IF EXISTS (SELECT 1 FROM invoices_out AS v FORCE INDEX (invoices_out_of_order) WHERE v.order_id = v_order_id) THEN
            CALL _raise('ORDER_CLOSED.billed', v_order_id, NULL, NULL, NULL);
        END IF;
    END IF;
    IF v_work_order_id IS NOT NULL THEN
        CALL _lock_work_order(v_work_order_id, v_customer_id);
    END IF;
    SET v_discount_value = _read_discount_value('discount_value', JSON_EXTRACT(p_request, '$.discount_value'), v_discount_type, v_minor_units);
    IF v_price_list_id IS NOT NULL THEN
        CALL _mark_listed_lines(v_price_list_id, v_lines);
    END IF;
    -- its lines share their products, which a sale would wait for in another order
    CALL _lock_products(v_lines, v_company_id, v_minor_units, v_apart, v_plain_total);
    CALL _price_sale(
        v_lines, 0, v_company_id, v_minor_units, v_cash_rounding, v_discount_type, v_discount_value,
        v_priced, v_taxes, v_as_given, v_total_before, v_discount, v_tax_rounding, v_tax_total, v_added_tax, v_smallest_coin, v_rounding);

    -- write
    CALL _document_state('orders', v_order_id, v_before);
    IF v_order_id IS NULL THEN
        CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);
        CALL _post_order(
            v_source, v_priced, v_total_before, v_discount_type, v_discount_value, v_discount, v_tax_total, v_rounding, v_notes, v_customer_id,
            v_work_order_id, v_company_id, v_branch_id, v_cost_center_id, v_branch_code, v_shift_id, v_today, v_at, v_user_id, v_order_id);
    ELSE
        UPDATE orders SET
            work_order_id = v_work_order_id, source = v_source, discount_type = v_discount_type, discount_value = v_discount_value,
            total_before = v_total_before, discount_amount = v_discount, total_after = v_total_before - v_discount, tax_total = v_tax_total,
            rounding_amount = v_rounding, notes = v_notes, updated_by = v_user_id
        WHERE id = v_order_id;
        -- the same order sent again changes nothing
        IF ROW_COUNT() <> 1 AND NOT EXISTS (
            SELECT 1 FROM orders AS o
            WHERE o.id = v_order_id AND o.work_order_id <=> v_work_order_id AND o.source = v_source AND o.discount_type = v_discount_type
                AND o.discount_value = v_discount_value AND o.total_before = v_total_before AND o.discount_amount = v_discount
                AND o.tax_total = v_tax_total AND o.rounding_amount = v_rounding AND o.notes COLLATE utf8mb4_bin <=> v_notes AND o.updated_by <=> v_user_id)
        THEN
            CALL _raise_interrupted();
        END IF;
        DELETE FROM order_items WHERE order_id = v_order_id;
        CALL _post_order_items(v_order_id, v_priced);
    END IF;
    CALL _audit_change('save', 'orders', v_order_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    CALL _read_order(v_order_id, v_members);
    SET v_response = CONCAT('{"ok":true,"msg":"تم حفظ الطلب بنجاح.",', v_members, '}');
    CALL _close_request('sp_save_order', v_request_id, v_hash, 'orders', v_order_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

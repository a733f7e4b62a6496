-- Bill an order, whole or in part: the invoice at the agreed prices, with its payments, and what it took from the order. The order is completed once
-- nothing of it is left; what of it is billed by several invoices shares its discounts in money so that they add up to what was agreed.
--
-- Parameters: p_request JSON object: order_id, created_by; optional items [{order_item_id, qty}] (absent: all that is left), payments, status
--   paid|partial|pending (absent: pending without payments, else what they come to), overpayment, due_date or due_days, notes, invoice_group, cash_rounding,
--   credit_override_by, branch_id and cost_center_id (the order's), as sp_save_invoice takes them, request_id. Quantities are units as ordered.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, FORBIDDEN_BRANCH, UNKNOWN_ORDER, UNKNOWN_ITEM,
--   ORDER_CLOSED, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY (also more than is left), and those of sp_save_invoice.
-- Locks: request_id's bucket; customer, order, work order, products ascending, all by primary key; series INV; batches by batches_fifo, under their
--   product's lock; shift; series JE, then PAY.
-- Returns: one row, one column response: the answer of sp_save_invoice, with order {id, order_no, status, payment_status}.
-- Example: CALL sp_complete_order('{"order_id": 7, "payments": [{"amount": 400, "method": "cash"}], "created_by": 5}');
CREATE PROCEDURE sp_complete_order(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
completion: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_customer_id, v_company_id, v_order_branch_id, v_branch_id, v_work_order_id, v_invoice_id, v_sold_order_id INT;
    DECLARE v_cost_center_id BIGINT;
    DECLARE v_order_id BIGINT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_order_status, v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items_raw, v_payments_raw, v_sale, v_order_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_asked, v_lines, v_parts, v_rows JSON;
    DECLARE v_discount, v_paid, v_wallet_paid, v_cash_paid DECIMAL(19,4);
    DECLARE v_before LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_complete_order', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE completion;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_complete_order', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_order_id = _required_id('order_id', JSON_EXTRACT(p_request, '$.order_id'));
    SET v_items_raw = JSON_EXTRACT(p_request, '$.items'), v_payments_raw = JSON_EXTRACT(p_request, '$.payments');

    -- lock
    CALL _check_branch_of(v_user_id, 'orders', v_order_id);
    CALL _lock_order(v_order_id, v_customer_id, v_company_id, v_order_branch_id, v_work_order_id, v_order_status);
    CALL _read_branch(
        v_user_id, v_company_id, COALESCE(_read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_order_branch_id), v_now, v_branch_id, v_branch_code,
        v_minor_units, v_today);
    CALL _refuse_other_currency(p_request, v_company_id, 'OTHER_CURRENCY');
    SET v_cost_center_id = _read_id('cost_center_id', JSON_EXTRACT(p_request, '$.cost_center_id'));
    IF v_cost_center_id IS NULL THEN
        -- one that is not active any more gives way to the branch's
        SELECT MAX(c.id) INTO v_cost_center_id
        FROM orders AS o STRAIGHT_JOIN cost_centers AS c FORCE INDEX (PRIMARY) ON c.id = o.cost_center_id AND c.active = 1 WHERE o.id = v_order_id;
    END IF;

    -- decide
    IF v_order_status <> 'pending' THEN
        CALL _raise('ORDER_CLOSED', v_order_id, v_order_status, NULL, NULL);
    END IF;
    IF _scalar(v_items_raw) IS NOT NULL THEN
        CALL _read_order_quantities(v_items_raw, v_order_id, v_asked);
    END IF;
    CALL _plan_billing(v_order_id, v_asked, v_minor_units, v_lines, v_parts, v_discount);
    CALL _read_payments(v_payments_raw, v_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid);
    -- a sale that is called partial is paid where its payments are all of it
    SET v_status = _read_word('status', JSON_EXTRACT(p_request, '$.status'), IF(v_paid > 0, 'partial', 'pending'), 'paid,partial,pending');
    SET v_sale = CONCAT(
        '{"customer_id":', v_customer_id, ',"created_by":', v_user_id, ',"branch_id":', v_branch_id,
        ',"work_order_id":', COALESCE(v_work_order_id, 'null'), ',"cost_center_id":', COALESCE(v_cost_center_id, 'null'),
        ',"status":"', v_status, '","discount_type":"amount","discount_value":"', v_discount, '","apply_offers":false,"payments":', COALESCE(v_payments_raw, 'null'),
        ',"overpayment":', COALESCE(JSON_EXTRACT(p_request, '$.overpayment'), 'null'), ',"due_date":', COALESCE(JSON_EXTRACT(p_request, '$.due_date'), 'null'),
        ',"due_days":', COALESCE(JSON_EXTRACT(p_request, '$.due_days'), 'null'),
        ',"notes":', COALESCE(JSON_EXTRACT(p_request, '$.notes'), 'null'), ',"invoice_group":', COALESCE(JSON_EXTRACT(p_request, '$.invoice_group'), 'null'),
        ',"cash_rounding":', COALESCE(JSON_EXTRACT(p_request, '$.cash_rounding'), 'null'),
        ',"credit_override_by":', COALESCE(JSON_EXTRACT(p_request, '$.credit_override_by'), 'null'), '}');

    -- write
    CALL _document_state('orders', v_order_id, v_before);
    SET v_sold_order_id = v_order_id;
    CALL _sell('sp_complete_order', v_sale, v_request_id, v_now, v_lines, FALSE, v_sold_order_id, v_invoice_id, v_response);
    CALL _bill_order(v_order_id, v_invoice_id, v_parts, v_user_id);
    CALL _audit_change('bill', 'orders', v_order_id, v_before, NULL, v_user_id, v_request_id, v_now);

    -- answer
    CALL _order_of_sale(v_order_id, v_order_json);
    SET v_response = CONCAT(LEFT(v_response, CHAR_LENGTH(v_response) - 1), ',"order":', v_order_json, '}');
    CALL _close_request('sp_complete_order', v_request_id, v_hash, 'invoices_out', v_invoice_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

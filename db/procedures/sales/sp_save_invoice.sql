-- Sell: an invoice with its lines, taken from stock oldest batch first, its payments and the customer's ledger, in one transaction.
--
-- Parameters: p_request JSON object: customer_id, created_by, items [{product_id, qty (or quantity), selling_price (or price),
--   price_type retail|wholesale, row_id, uom (or unit: one of the product's units), discount_percent or discount_amount, tax_rate (else the product's
--   taxes; 0: none), price_includes_tax (the company's setting)}]; optional cash_rounding (true: to the company's smallest coin), coupon_code,
--   apply_offers (true; false: none but the coupon's), status paid|partial|pending (pending), discount_type percent|amount (percent),
--   discount_value (0), payments [{amount, method, notes, parts}], overpayment reject|wallet|change (reject), work_order_id, notes,
--   invoice_group group1..group11 (group1), due_date, branch_id, draft_id (the draft that becomes this sale; what is sold says the
--   request alone), credit_override_by (an admin who lets the customer owe more than the credit limit), request_id. Amounts are currency units,
--   quantities units as sold.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH, UNKNOWN_PRODUCT,
--   UNKNOWN_WORK_ORDER, WORK_ORDER_MISMATCH, WORK_ORDER_CLOSED, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY, INVALID_PRICE, INVALID_DISCOUNT,
--   INVALID_STATUS, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, PAYMENTS_NOT_ALLOWED, PAYMENTS_REQUIRED,
--   PAYMENTS_MISMATCH, OVERPAYMENT, INSUFFICIENT_STOCK, WALLET_INSUFFICIENT, COUPON_INVALID, COUPON_USED_UP, CREDIT_LIMIT, PERIOD_CLOSED,
--   UNKNOWN_DRAFT, DRAFT_CONSUMED.
-- Locks: request_id's bucket; draft, customer, work order, products ascending, coupon, all by primary key; series INV; batches by
--   batches_fifo, under their product's lock; series JE, then PAY.
-- Returns: one row, one column response: the answer as JSON.
-- Example: CALL sp_save_invoice('{"customer_id": 4, "created_by": 5, "status": "paid", "items": [{"product_id": 8, "qty": 2}]}');
CREATE PROCEDURE sp_save_invoice(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
sale: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_discount_type, v_overpayment, v_status, v_invoice_group VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_lines, v_priced, v_taxes, v_rows JSON;
    DECLARE v_applied JSON;
    DECLARE v_coupon_id INT;
    DECLARE v_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_apply_offers TINYINT;
    DECLARE v_kept_discount_type VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_kept_discount_value DECIMAL(19,4);
    DECLARE v_taxes_json, v_offers_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '[]';
    DECLARE v_response, v_items_json, v_payments_json, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_user_raw, v_items_raw, v_payments_raw, v_discount_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_customer_id, v_work_order_id, v_asked_branch_id, v_draft_id BIGINT;
    DECLARE v_user_id, v_company_id, v_branch_id, v_invoice_id INT;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today, v_due_date DATE;
    DECLARE v_minor_units, v_cash_rounding TINYINT;
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_smallest_coin, v_rounding, v_as_given, v_tax_total, v_added_tax, v_net DECIMAL(19,4);
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before DECIMAL(19,4);
    DECLARE v_credit_limit DECIMAL(19,4);
    DECLARE v_price_list_id, v_allowed_by INT;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_remaining, v_total_before, v_discount_value, v_discount, v_total, v_paid, v_wallet_paid, v_cash_paid, v_excess, v_cost DECIMAL(19,4);
    DECLARE v_profit, v_to_wallet, v_change DECIMAL(19,4);
    -- _money without its call: how many letters of a DECIMAL(19,4) the currency does not show
    DECLARE v_cut TINYINT;
    DECLARE v_entries LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_work_order_json VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;

    CALL _open_request('sp_save_invoice', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE sale;
    END IF;

    -- read
    CALL _read_invoice_header(
        p_request, v_customer_id, v_user_raw, v_asked_branch_id, v_work_order_id, v_status, v_overpayment, v_discount_type, v_discount_value,
        v_discount_raw, v_invoice_group, v_due_date, v_notes, v_items_raw, v_payments_raw, v_cash_rounding,
        v_coupon_code, v_apply_offers);
    CALL _read_user(v_user_raw, v_user_id);
    CALL _read_invoice_lines(v_items_raw, 0, v_lines);
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);

    -- lock
    -- a look at the text is all that a sale without a draft pays, and bytes are looked at faster than letters
    IF LOCATE('"draft_id"', CAST(p_request AS BINARY)) > 0 THEN
        CALL _lock_draft_of_sale(p_request, v_customer_id, v_draft_id);
    END IF;
    CALL _lock_buyer(v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq, v_credit_limit, v_price_list_id);
    CALL _read_branch(v_company_id, v_asked_branch_id, v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    IF v_work_order_id IS NOT NULL THEN
        CALL _lock_work_order(v_work_order_id, v_customer_id);
    END IF;
    IF v_discount_value IS NULL THEN
        SET v_discount_value = _read_discount_value('discount_value', v_discount_raw, v_discount_type, v_minor_units);
    END IF;
    IF v_price_list_id IS NOT NULL THEN
        CALL _mark_listed_lines(v_price_list_id, v_lines);
    END IF;
    SET v_kept_discount_type = v_discount_type, v_kept_discount_value = v_discount_value;
    IF v_coupon_code IS NOT NULL
        OR (v_apply_offers AND EXISTS (SELECT 1 FROM offers AS o FORCE INDEX (offers_active) WHERE o.company_id = v_company_id AND o.active = 1))
    THEN
        CALL _price_with_offers(
            v_apply_offers, v_coupon_code, TRUE, v_customer_id, v_price_list_id, v_today, v_lines, v_company_id, v_minor_units, v_cash_rounding,
            v_kept_discount_type, v_kept_discount_value, v_priced, v_taxes, v_as_given, v_total_before, v_discount, v_tax_rounding, v_tax_total,
            v_added_tax, v_smallest_coin, v_rounding, v_applied, v_coupon_id);
    ELSE
        CALL _lock_products(v_lines);
        CALL _price_sale(
            v_lines, 0, v_company_id, v_minor_units, v_cash_rounding, v_discount_type, v_discount_value,
            v_priced, v_taxes, v_as_given, v_total_before, v_discount, v_tax_rounding, v_tax_total, v_added_tax, v_smallest_coin, v_rounding);
    END IF;

    -- decide
    SET v_total = v_total_before - v_discount;
    CALL _read_payments(v_payments_raw, v_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid);
    CALL _check_sale_payments(v_status, v_total, v_overpayment, v_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid, v_excess);
    IF v_wallet_paid > GREATEST(v_wallet_before, 0) THEN
        CALL _raise('WALLET_INSUFFICIENT', v_customer_id, _money(v_wallet_paid, v_minor_units), _money(v_wallet_before, v_minor_units), NULL);
    END IF;
    SET v_paid = v_paid - v_excess;
    SET v_remaining = v_total - v_paid;
    IF v_remaining > 0 AND v_credit_limit IS NOT NULL THEN
        CALL _check_credit(
            v_customer_id, v_credit_limit, v_balance_before, v_balance_before + v_remaining, JSON_EXTRACT(p_request, '$.credit_override_by'),
            v_minor_units, v_allowed_by);
    END IF;

    -- write
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    CALL _post_invoice(
        v_priced, v_taxes, v_as_given, v_total_before, v_kept_discount_type, v_kept_discount_value, v_discount, v_tax_rounding, v_tax_total, v_added_tax,
        v_smallest_coin, v_rounding, v_paid, v_work_order_id, v_invoice_group, v_due_date, v_notes,
        v_minor_units, v_customer_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id,
        v_balance, v_wallet, v_seq, v_entries, v_invoice_id, v_invoice_no, v_cost, v_items_json);
    IF v_allowed_by IS NOT NULL THEN
        CALL _audit_credit(
            v_allowed_by, v_invoice_id, v_credit_limit, v_balance_before, v_balance_before + v_remaining, v_minor_units, v_user_id, v_request_id, v_now);
    END IF;
    IF v_draft_id IS NOT NULL THEN
        CALL _consume_draft(v_draft_id, v_invoice_id, v_user_id, v_at);
    END IF;
    IF v_applied IS NOT NULL THEN
        CALL _post_offers(v_invoice_id, v_customer_id, v_coupon_id, v_applied, v_priced, v_items_json, v_minor_units, v_at, v_offers_json);
    END IF;
    SET v_payments_json = '[]';
    IF v_paid > 0 THEN
        CALL _pay_new_invoice(
            v_rows, v_overpayment, v_invoice_id, v_invoice_no, v_total, v_work_order_id, v_minor_units, v_customer_id, v_company_id, v_branch_id, v_branch_code,
            v_today, v_at, v_user_id, v_balance, v_wallet, v_seq, v_entries, v_payments_json);
    END IF;
    IF v_entries <> '' THEN
        CALL _post_entries(CONCAT('[', SUBSTRING(v_entries, 2), ']'), v_customer_id);
    END IF;
    IF v_excess > 0 AND v_overpayment = 'wallet' THEN
        CALL _deposit_excess(
            v_rows, CONCAT('زيادة على الفاتورة ', v_invoice_no), v_customer_id, v_invoice_id, v_work_order_id, v_company_id, v_branch_id, v_branch_code,
            v_today, v_at, v_user_id, v_balance, v_wallet, v_seq);
    END IF;
    IF v_total > 0 OR v_wallet <> v_wallet_before THEN
        CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    END IF;

    -- answer
    SET v_cut = IF(v_minor_units = 0, 5, 4 - v_minor_units);
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET v_net = v_total - v_tax_total - v_rounding;
    SET v_profit = v_net - v_cost;
    IF v_taxes IS NOT NULL THEN
        SET v_taxes_json = JSON_UNQUOTE(JSON_EXTRACT(v_taxes, '$.answer'));
    END IF;
    SET v_to_wallet = IF(v_overpayment = 'wallet', v_excess, 0);
    SET v_change = IF(v_overpayment = 'change', v_excess, 0);
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم إنشاء الفاتورة بنجاح.","invoice_id":', v_invoice_id, ',"invoice_number":', v_invoice_id,
        ',"invoice_no":"', v_invoice_no, '","total_revenue":', LEFT(v_total_before, CHAR_LENGTH(v_total_before) - v_cut),
        ',"total_cogs":', LEFT(v_cost, CHAR_LENGTH(v_cost) - v_cut), ',"profit_amount":', LEFT(v_profit, CHAR_LENGTH(v_profit) - v_cut),
        ',"paid_amount":', LEFT(v_paid, CHAR_LENGTH(v_paid) - v_cut), ',"remaining_amount":', LEFT(v_remaining, CHAR_LENGTH(v_remaining) - v_cut),
        ',"payment_status":"', CASE v_remaining WHEN 0 THEN 'paid' WHEN v_total THEN 'pending' ELSE 'partial' END,
        '","discount_type":"', v_discount_type,
        '","discount_value":', IF(v_discount_type = 'percent', v_discount_value, LEFT(v_discount_value, CHAR_LENGTH(v_discount_value) - v_cut)),
        ',"discount_amount":', LEFT(v_discount, CHAR_LENGTH(v_discount) - v_cut),
        ',"total_before":', LEFT(v_total_before, CHAR_LENGTH(v_total_before) - v_cut), ',"total_after":', LEFT(v_total, CHAR_LENGTH(v_total) - v_cut),
        ',"net_total":', LEFT(v_net, CHAR_LENGTH(v_net) - v_cut), ',"tax_total":', LEFT(v_tax_total, CHAR_LENGTH(v_tax_total) - v_cut),
        ',"rounding_amount":', LEFT(v_rounding, CHAR_LENGTH(v_rounding) - v_cut), ',"taxes":', v_taxes_json, ',"offers":', v_offers_json,
        ',"items":', v_items_json, ',"payments":', v_payments_json,
        ',"to_wallet":', LEFT(v_to_wallet, CHAR_LENGTH(v_to_wallet) - v_cut), ',"change_due":', LEFT(v_change, CHAR_LENGTH(v_change) - v_cut),
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_order":', v_work_order_json, '}');
    CALL _close_request('sp_save_invoice', v_request_id, v_hash, 'invoices_out', v_invoice_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

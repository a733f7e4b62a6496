-- A sale: read, lock, decide, write and answer it, within the caller's transaction.
-- Parameters: p_procedure name of the calling procedure, which the user must be allowed; p_request as of sp_save_invoice; p_request_id of it; p_now UTC;
-- p_lines of _read_invoice_lines where the caller has them, NULL for those of the request; p_at_till 1 where the order is made with the sale, for the
-- caller to bill, which needs the cashier's open shift and is of its branch where the request names none; p_order_id the order that it bills, locked, else NULL.
-- Returns: p_order_id of the order that was made, else as it was; p_invoice_id; p_response the answer as JSON.
-- Errors: those of sp_save_invoice but for the request's own, WALLET_INSUFFICIENT its own; NO_OPEN_SHIFT.
-- Locks: those of sp_save_invoice; series ORD before INV.
CREATE PROCEDURE _sell(
    IN p_procedure VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    IN p_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    IN p_now DATETIME,
    IN p_lines JSON,
    IN p_at_till TINYINT,
    INOUT p_order_id INT,
    OUT p_invoice_id INT,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
MODIFIES SQL DATA
BEGIN
    DECLARE v_discount_type, v_overpayment, v_status, v_invoice_group VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines, v_priced, v_taxes, v_rows JSON;
    DECLARE v_applied JSON;
    DECLARE v_coupon_id INT;
    DECLARE v_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_apply_offers TINYINT;
    DECLARE v_kept_discount_type VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_kept_discount_value DECIMAL(19,4);
    DECLARE v_taxes_json, v_offers_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '[]';
    DECLARE v_items_json, v_payments_json, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_user_raw, v_items_raw, v_payments_raw, v_discount_raw LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_customer_id, v_work_order_id, v_asked_branch_id, v_draft_id BIGINT;
    DECLARE v_user_id, v_company_id, v_branch_id, v_cost_center_id INT;
    DECLARE v_at DATETIME;
    DECLARE v_today, v_due_date DATE;
    DECLARE v_due_days INT;
    DECLARE v_minor_units, v_cash_rounding TINYINT;
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_smallest_coin, v_rounding, v_as_given, v_tax_total, v_added_tax, v_net DECIMAL(19,4);
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before DECIMAL(19,4);
    DECLARE v_credit_limit DECIMAL(19,4);
    DECLARE v_plain_total DECIMAL(30,4);
    DECLARE v_price_list_id, v_allowed_by INT;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_remaining, v_total_before, v_discount_value, v_discount, v_total, v_paid, v_wallet_paid, v_cash_paid, v_excess, v_cost DECIMAL(19,4);
    DECLARE v_profit, v_to_wallet, v_change DECIMAL(19,4);
    -- _money without its call: how many letters of a DECIMAL(19,4) the currency does not show
    DECLARE v_cut TINYINT;
    DECLARE v_work_order_json VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_shift_id, v_apart INT;
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_currency_minor_units TINYINT;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE v_in_currency JSON;
    DECLARE v_total_in_currency, v_paid_in_currency DECIMAL(19,4);
    DECLARE v_total_text VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_in_currency_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    -- a look at the text is all that a sale pays for what it does not name, and bytes are looked at faster than letters
    DECLARE v_bytes LONGBLOB DEFAULT p_request;

    -- read
    CALL _read_invoice_header(
        p_request, v_customer_id, v_user_raw, v_asked_branch_id, v_work_order_id, v_status, v_overpayment, v_discount_type, v_discount_value,
        v_discount_raw, v_invoice_group, v_due_date, v_due_days, v_notes, v_items_raw, v_payments_raw, v_cash_rounding,
        v_coupon_code, v_apply_offers);
    CALL _read_user(p_procedure, v_user_raw, v_user_id);
    IF p_lines IS NULL THEN
        CALL _read_invoice_lines(v_items_raw, 0, v_lines);
    ELSE
        SET v_lines = p_lines;
    END IF;
    SET v_at = _as_timestamp(p_now);

    -- lock
    IF LOCATE('"draft_id"', v_bytes) > 0 THEN
        CALL _lock_draft_of_sale(v_user_id, p_request, v_customer_id, v_draft_id);
    END IF;
    CALL _lock_buyer(v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq, v_credit_limit, v_price_list_id);
    IF p_at_till AND v_asked_branch_id IS NULL THEN
        -- a look only: the shift is locked where it is joined
        SELECT MAX(s.branch_id) INTO v_asked_branch_id
        FROM shifts AS s FORCE INDEX (shifts_one_of_cashier) WHERE s.open_cashier_id = v_user_id AND s.company_id = v_company_id;
    END IF;
    CALL _read_branch(v_user_id, v_company_id, v_asked_branch_id, p_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    -- the request is not handed on for nothing: MariaDB writes what a call is given into its text
    IF LOCATE('"cost_center_id"', v_bytes) > 0 THEN
        CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);
    ELSE
        CALL _read_cost_center('{}', NULL, v_branch_id, v_cost_center_id);
    END IF;
    IF v_due_date IS NOT NULL OR v_due_days IS NOT NULL THEN
        SET v_due_date = _due_on(v_due_date, v_due_days, v_today);
    END IF;
    IF v_work_order_id IS NOT NULL THEN
        CALL _lock_work_order(v_work_order_id, v_customer_id);
    END IF;
    -- a rate alone is refused
    IF LOCATE('"currency"', v_bytes) > 0 OR LOCATE('"exchange_rate"', v_bytes) > 0 THEN
        CALL _read_sale_currency(
            p_request, v_coupon_code, v_overpayment, p_at_till OR p_order_id IS NOT NULL, v_company_id, v_today, v_currency, v_currency_minor_units, v_rate);
    END IF;
    IF v_discount_value IS NULL THEN
        SET v_discount_value = _read_discount_value(
            'discount_value', v_discount_raw, v_discount_type, COALESCE(v_currency_minor_units, v_minor_units));
    END IF;
    IF v_price_list_id IS NOT NULL THEN
        CALL _mark_listed_lines(v_price_list_id, v_lines);
    END IF;
    SET v_kept_discount_type = v_discount_type, v_kept_discount_value = v_discount_value;
    IF v_currency IS NOT NULL THEN
        CALL _lock_products(v_lines, v_company_id, v_minor_units, v_apart, v_plain_total);
        CALL _price_in_currency(
            v_lines, v_company_id, v_minor_units, v_currency_minor_units, v_rate, v_discount_type, v_discount_value,
            v_priced, v_taxes, v_as_given, v_total_before, v_discount, v_tax_rounding, v_tax_total, v_added_tax, v_rounding, v_total_in_currency,
            v_in_currency);
        SET v_kept_discount_value = v_discount_value;
    ELSEIF v_coupon_code IS NOT NULL
        OR (v_apply_offers AND EXISTS (SELECT 1 FROM offers AS o FORCE INDEX (offers_active) WHERE o.company_id = v_company_id AND o.active = 1))
    THEN
        CALL _price_with_offers(
            v_apply_offers, v_coupon_code, TRUE, v_customer_id, v_price_list_id, v_today, v_lines, v_company_id, v_minor_units, v_cash_rounding,
            v_kept_discount_type, v_kept_discount_value, v_priced, v_taxes, v_as_given, v_total_before, v_discount, v_tax_rounding, v_tax_total,
            v_added_tax, v_smallest_coin, v_rounding, v_applied, v_coupon_id, v_apart);
    ELSE
        CALL _lock_products(v_lines, v_company_id, v_minor_units, v_apart, v_plain_total);
        IF v_plain_total < 1000000000000 THEN
            SELECT c.tax_rounding INTO v_tax_rounding
            FROM companies AS c WHERE c.id = v_company_id AND c.prices_include_tax = 0 AND (c.smallest_coin IS NULL OR v_cash_rounding = 0);
        END IF;
        IF v_tax_rounding IS NOT NULL THEN
            -- nothing but plain lines, untaxed and not rounded to a coin: _price_sale has nothing to add
            SET v_priced = v_lines, v_as_given = v_plain_total, v_total_before = v_plain_total, v_tax_total = 0, v_added_tax = 0, v_rounding = 0;
            SET v_discount = _invoice_discount(v_discount_type, v_discount_value, v_as_given, v_minor_units);
        ELSE
            CALL _price_sale(
                v_lines, 0, v_company_id, v_minor_units, v_cash_rounding, v_discount_type, v_discount_value,
                v_priced, v_taxes, v_as_given, v_total_before, v_discount, v_tax_rounding, v_tax_total, v_added_tax, v_smallest_coin, v_rounding);
        END IF;
    END IF;

    -- decide
    SET v_total = v_total_before - v_discount;
    SET v_net = v_total - v_tax_total - v_rounding;
    IF v_currency IS NULL THEN
        CALL _read_payments(v_payments_raw, v_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid);
        -- what an account pays exactly fits, whatever else may be asked
        IF v_status = 'paid' AND v_paid = v_total AND v_seq IS NOT NULL THEN
            SET v_excess = 0;
        ELSE
            CALL _check_sale_payments(
                v_status, v_total, v_overpayment, IF(v_seq IS NULL, v_customer_id, NULL), v_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid,
                v_excess);
        END IF;
    ELSE
        CALL _read_payments_in_currency(
            v_payments_raw, v_status, v_overpayment, IF(v_seq IS NULL, v_customer_id, NULL), v_total, v_minor_units,
            v_total_in_currency, v_currency_minor_units, v_rows, v_paid, v_wallet_paid, v_cash_paid, v_excess,
            v_paid_in_currency);
        SET v_total_text = CONCAT(' (', _money(v_total_in_currency, v_currency_minor_units), ' ', v_currency, ')');
    END IF;
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
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    IF p_at_till THEN
        IF v_shift_id IS NULL THEN
            CALL _raise('NO_OPEN_SHIFT', v_user_id, NULL, NULL, NULL);
        END IF;
        CALL _post_order(
            'pos', v_priced, v_total_before, v_kept_discount_type, v_kept_discount_value, v_discount, v_tax_total, v_rounding, v_notes, v_customer_id,
            v_work_order_id, v_company_id, v_branch_id, v_cost_center_id, v_branch_code, v_shift_id, v_today, v_at, v_user_id, p_order_id);
    END IF;
    CALL _post_sale(
        v_priced, v_apart, v_taxes, v_as_given, v_total_before, v_kept_discount_type, v_kept_discount_value, v_discount, v_tax_rounding, v_tax_total,
        v_added_tax, v_smallest_coin, v_rounding, v_rows, v_overpayment, v_paid, v_total_text, p_order_id, v_work_order_id, v_invoice_group, v_due_date,
        v_notes, v_minor_units, v_customer_id, v_company_id, v_branch_id, v_cost_center_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id,
        v_balance, v_wallet, v_seq, p_invoice_id, v_invoice_no, v_cost, v_items_json, v_payments_json);
    IF v_currency IS NOT NULL THEN
        CALL _post_invoice_currency(p_invoice_id, v_currency, v_rate, v_in_currency, v_rows, v_user_id, v_at);
        CALL _invoice_in_currency(p_invoice_id, v_in_currency_json);
    END IF;
    IF v_allowed_by IS NOT NULL THEN
        CALL _audit_credit(
            v_allowed_by, p_invoice_id, v_credit_limit, v_balance_before, v_balance_before + v_remaining, v_minor_units, v_user_id, p_request_id, p_now);
    END IF;
    IF v_draft_id IS NOT NULL THEN
        CALL _consume_draft(v_draft_id, p_invoice_id, v_user_id, p_request_id, p_now);
    END IF;
    IF v_applied IS NOT NULL THEN
        CALL _post_offers(p_invoice_id, v_customer_id, v_coupon_id, v_applied, v_priced, v_items_json, v_minor_units, v_at, v_offers_json);
    END IF;
    IF v_excess > 0 AND v_overpayment = 'wallet' THEN
        CALL _deposit_excess(
            v_rows, CONCAT('زيادة على الفاتورة ', v_invoice_no), v_customer_id, p_invoice_id, v_work_order_id, v_company_id, v_branch_id, v_branch_code,
            v_today, v_at, v_user_id, v_shift_id, v_balance, v_wallet, v_seq);
    END IF;
    IF v_total > 0 OR v_wallet <> v_wallet_before THEN
        CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
    END IF;
    -- its _document_state, without reading it
    CALL _audit(
        'post', 'invoices_out', p_invoice_id, NULL,
        CONCAT(
            '{"invoice_no":"', v_invoice_no, '","customer_id":', v_customer_id, ',"status":"', CASE v_remaining WHEN 0 THEN 'yes' WHEN v_total THEN 'no' ELSE 'partial' END,
            '","total_after_discount":', v_total, ',"returned_amount":0.0000,"paid_amount":', v_paid, ',"remaining_amount":', v_remaining,
            ',"due_date":', COALESCE(CONCAT('"', v_due_date, '"'), 'null'),
            COALESCE(CONCAT(
                ',"currency":"', v_currency, '","exchange_rate":', v_rate, ',"remaining_in_currency":', v_total_in_currency - v_paid_in_currency), ''), '}'),
        NULL, v_user_id, p_request_id, p_now);

    -- answer
    SET v_cut = IF(v_minor_units = 0, 5, 4 - v_minor_units);
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET v_profit = v_net - v_cost;
    IF v_taxes IS NOT NULL THEN
        SET v_taxes_json = JSON_UNQUOTE(JSON_EXTRACT(v_taxes, '$.answer'));
    END IF;
    SET v_to_wallet = IF(v_overpayment = 'wallet', v_excess, 0);
    SET v_change = IF(v_overpayment = 'change', v_excess, 0);
    SET p_response = CONCAT(
        '{"ok":true,"msg":"تم إنشاء الفاتورة بنجاح.","invoice_id":', p_invoice_id, ',"invoice_number":', p_invoice_id,
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
        ',"work_order":', v_work_order_json, COALESCE(CONCAT(',"in_currency":', v_in_currency_json), ''), '}');
END

-- The quote of any sale, with all that it would be refused for: of one that is not usual (sp_quote_invoice), or for whoever wants it in a text.
-- Parameters: p_request as of sp_save_invoice. Returns: p_response the answer as JSON. Errors: VALIDATION where it is no JSON object, SESSION_UNSAFE.
CREATE PROCEDURE _quote_invoice(
    IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
    OUT p_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
)
READS SQL DATA
BEGIN
    DECLARE v_bytes BIGINT DEFAULT OCTET_LENGTH(p_request);
    DECLARE v_customer_id, v_branch_id, v_work_order_id BIGINT;
    DECLARE v_company_id, v_walk_in_id, v_price_list_id, v_allowed_by, v_cost_center_id INT;
    DECLARE v_credit_limit DECIMAL(19,4);
    DECLARE v_status, v_overpayment, v_discount_type, v_group VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_user_raw, v_discount_raw, v_items_raw, v_payments_raw, v_items, v_payments, v_notes, v_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_problems LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_minor_units, v_cash_rounding, v_apply_offers, v_cut, v_is_whole TINYINT;
    DECLARE v_coupon_code VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME DEFAULT _now();
    DECLARE v_today, v_due_date DATE;
    DECLARE v_due_days INT;
    DECLARE v_taxes, v_offers LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '[]';
    DECLARE v_discount_value, v_balance, v_wallet, v_invoiced, v_order_paid, v_order_open DECIMAL(19,4);
    DECLARE v_total_before, v_discount, v_total, v_tax_total, v_rounding, v_net, v_cost, v_paid, v_wallet_paid, v_excess DECIMAL(19,4);
    DECLARE v_currency VARCHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_currency_minor_units TINYINT;
    DECLARE v_rate DECIMAL(20,10);
    DECLARE v_in_currency JSON;
    DECLARE v_total_in_currency, v_paid_in_currency DECIMAL(19,4);
    DECLARE v_in_currency_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_remaining, v_to_wallet, v_change, v_profit, v_balance_after, v_wallet_after DECIMAL(19,4);

    -- a problem is told in the words of the error, which such a session does not keep: nothing would seem to be wrong
    IF @@session.max_error_count = 0 THEN
        CALL _raise('SESSION_UNSAFE', 'max_error_count', NULL, NULL, NULL);
    END IF;
    IF v_bytes > 1048576 THEN
        CALL _raise('VALIDATION.request_size', v_bytes, NULL, NULL, NULL);
    END IF;
    IF p_request IS NULL OR NOT _is_json(p_request) OR (LEFT(p_request, 1) <> '{' AND JSON_TYPE(p_request) <> 'OBJECT') THEN
        CALL _raise('VALIDATION.request', NULL, NULL, NULL, NULL);
    END IF;
    BEGIN
        DECLARE EXIT HANDLER FOR SQLSTATE '45000' CALL _quote_header(
            p_request, v_customer_id, v_user_raw, v_branch_id, v_work_order_id, v_status, v_overpayment, v_discount_type, v_discount_value, v_discount_raw,
            v_due_date, v_items_raw, v_payments_raw, v_cash_rounding, v_coupon_code, v_apply_offers, v_problems);
        CALL _read_invoice_header(
            p_request, v_customer_id, v_user_raw, v_branch_id, v_work_order_id, v_status, v_overpayment, v_discount_type, v_discount_value, v_discount_raw,
            v_group, v_due_date, v_due_days, v_notes, v_items_raw, v_payments_raw, v_cash_rounding, v_coupon_code, v_apply_offers);
    END;
    -- The usual parties, all as they should be, in one statement; any others are _quote_parties' part, with what is wrong about them.
    SELECT
        IF(f.books_closed_to >= DATE(v_now + INTERVAL z.offset_minutes MINUTE)
            OR (SELECT MAX(w.branch_id = COALESCE(asked.id, main.id)) FROM user_branches AS w FORCE INDEX (PRIMARY) WHERE w.user_id = u.id) = 0,
            NULL, c.company_id),
        m.minor_units, DATE(v_now + INTERVAL z.offset_minutes MINUTE), IF(c.tracks_balance, NULL, c.id), COALESCE(c.balance, 0), COALESCE(c.wallet, 0),
        c.credit_limit
    INTO v_company_id, v_minor_units, v_today, v_walk_in_id, v_balance, v_wallet, v_credit_limit
    FROM customers AS c FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN companies AS f FORCE INDEX (PRIMARY) ON f.id = c.company_id
    STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = f.currency
    STRAIGHT_JOIN users AS u FORCE INDEX (PRIMARY) ON u.id = CAST(v_user_raw AS SIGNED) AND CONCAT(u.id) = v_user_raw AND u.active = 1
    STRAIGHT_JOIN branches AS main FORCE INDEX (branches_one_main) ON main.main_of = f.id
    LEFT JOIN branches AS asked FORCE INDEX (PRIMARY) ON asked.id = v_branch_id AND asked.company_id = f.id
    STRAIGHT_JOIN zone_offsets AS z FORCE INDEX (PRIMARY) ON z.zone = f.time_zone AND z.from_utc <= v_now
    WHERE c.id = v_customer_id AND c.active = 1 AND c.price_list_id IS NULL AND c.group_id IS NULL AND (v_branch_id IS NULL OR asked.id IS NOT NULL)
        AND v_work_order_id IS NULL
    ORDER BY z.zone DESC, z.from_utc DESC LIMIT 1;
    IF v_company_id IS NULL THEN
        CALL _quote_parties(
            v_user_raw, v_branch_id, v_now, v_customer_id, v_work_order_id, v_company_id, v_minor_units, v_today, v_walk_in_id, v_balance, v_wallet,
            v_credit_limit, v_price_list_id, v_invoiced, v_order_paid, v_order_open, v_problems);
    END IF;
    IF v_due_date IS NOT NULL THEN
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                SET v_problems = CONCAT(v_problems, _problem_json(v_text, NULL));
            END;
            SET v_due_date = _due_on(v_due_date, NULL, v_today);
        END;
    END IF;
    -- a branch's own needs no look: nothing can be wrong with it
    IF LOCATE('"cost_center_id"', CAST(p_request AS BINARY)) > 0 THEN
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                SET v_problems = CONCAT(v_problems, _problem_json(v_text, NULL));
            END;
            CALL _read_cost_center(p_request, v_company_id, v_branch_id, v_cost_center_id);
        END;
    END IF;
    IF LOCATE('"currency"', CAST(p_request AS BINARY)) > 0 OR LOCATE('"exchange_rate"', CAST(p_request AS BINARY)) > 0 THEN
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                -- one without a rate: it has no figures
                SET v_problems = CONCAT(v_problems, _problem_json(v_text, NULL)), v_currency = 'XXX', v_currency_minor_units = NULL, v_rate = NULL;
            END;
            CALL _read_sale_currency(
                p_request, v_coupon_code, v_overpayment, FALSE, v_company_id, v_today, v_currency, v_currency_minor_units, v_rate);
        END;
    END IF;
    IF v_discount_value IS NULL THEN
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                SET v_problems = CONCAT(v_problems, _problem_json(v_text, NULL)), v_discount_value = 0;
            END;
            SET v_discount_value = _read_discount_value(
                'discount_value', v_discount_raw, v_discount_type, COALESCE(v_currency_minor_units, v_minor_units));
        END;
    END IF;
    CALL _quote_lines(
        v_items_raw, v_price_list_id, v_company_id, v_minor_units, v_cash_rounding, v_discount_type, v_currency, v_currency_minor_units, v_rate,
        v_apply_offers, v_coupon_code, v_customer_id, v_today, v_discount_value, v_is_whole, v_total_before, v_discount, v_tax_total, v_rounding,
        v_total_in_currency, v_in_currency, v_cost, v_taxes, v_offers, v_items, v_problems);
    -- _money without its call: how many letters of a DECIMAL(19,4) the currency does not show
    SET v_cut = IF(v_minor_units = 0, 5, 4 - v_minor_units);
    SET v_total = v_total_before - v_discount, v_net = v_total - v_tax_total - v_rounding, v_payments = '[]';
    -- what is paid is told of the whole only
    IF v_is_whole THEN
        CALL _quote_payments(
            v_payments_raw, v_status, v_overpayment, v_total, v_total_in_currency, v_currency_minor_units, v_customer_id, v_walk_in_id, v_wallet,
            v_minor_units, v_paid, v_wallet_paid, v_excess, v_paid_in_currency, v_payments, v_problems);
    END IF;
    IF v_in_currency IS NOT NULL THEN
        CALL _quoted_in_currency(v_currency, v_rate, v_discount_type, v_in_currency, v_paid_in_currency, v_currency_minor_units, v_in_currency_json);
    END IF;
    SET v_remaining = v_total - v_paid;
    IF v_remaining > 0 AND v_credit_limit IS NOT NULL THEN
        BEGIN
            DECLARE EXIT HANDLER FOR SQLSTATE '45000'
            BEGIN
                GET DIAGNOSTICS CONDITION 1 v_text = MESSAGE_TEXT;
                SET v_problems = CONCAT(v_problems, _problem_json(v_text, NULL));
            END;
            CALL _check_credit(
                v_customer_id, v_credit_limit, v_balance, v_balance + v_remaining, JSON_EXTRACT(p_request, '$.credit_override_by'), v_minor_units,
                v_allowed_by);
        END;
    END IF;
    SET v_to_wallet = IF(v_overpayment = 'wallet', v_excess, v_excess * 0), v_change = IF(v_overpayment = 'change', v_excess, v_excess * 0);

    SET v_profit = v_net - v_cost, v_balance_after = v_balance + v_remaining, v_wallet_after = v_wallet - v_wallet_paid + v_to_wallet;
    SET p_response = CONCAT(
        '{"ok":true,"msg":"', IF(v_problems = '', 'يمكن حفظ الفاتورة.', 'لا يمكن حفظ الفاتورة بعد.'), '","problems":[', SUBSTRING(v_problems, 2),
        '],"total_revenue":', COALESCE(LEFT(v_total_before, CHAR_LENGTH(v_total_before) - v_cut), 'null'), ',"total_cogs":', COALESCE(LEFT(v_cost, CHAR_LENGTH(v_cost) - v_cut), 'null'),
        ',"profit_amount":', COALESCE(LEFT(v_profit, CHAR_LENGTH(v_profit) - v_cut), 'null'), ',"paid_amount":', COALESCE(LEFT(v_paid, CHAR_LENGTH(v_paid) - v_cut), 'null'),
        ',"remaining_amount":', COALESCE(LEFT(v_remaining, CHAR_LENGTH(v_remaining) - v_cut), 'null'),
        ',"payment_status":', IF(v_remaining IS NULL, 'null', CASE v_remaining WHEN 0 THEN '"paid"' WHEN v_total THEN '"pending"' ELSE '"partial"' END),
        ',"discount_type":"', v_discount_type,
        '","discount_value":', IF(v_discount_type = 'percent', v_discount_value, COALESCE(LEFT(v_discount_value, CHAR_LENGTH(v_discount_value) - v_cut), 'null')),
        ',"discount_amount":', COALESCE(LEFT(v_discount, CHAR_LENGTH(v_discount) - v_cut), 'null'), ',"total_before":', COALESCE(LEFT(v_total_before, CHAR_LENGTH(v_total_before) - v_cut), 'null'),
        ',"total_after":', COALESCE(LEFT(v_total, CHAR_LENGTH(v_total) - v_cut), 'null'), ',"net_total":', COALESCE(LEFT(v_net, CHAR_LENGTH(v_net) - v_cut), 'null'), ',"tax_total":', COALESCE(LEFT(v_tax_total, CHAR_LENGTH(v_tax_total) - v_cut), 'null'),
        ',"rounding_amount":', COALESCE(LEFT(v_rounding, CHAR_LENGTH(v_rounding) - v_cut), 'null'), ',"taxes":', v_taxes, ',"offers":', v_offers,
        ',"items":', v_items, ',"payments":', v_payments, ',"to_wallet":', COALESCE(LEFT(v_to_wallet, CHAR_LENGTH(v_to_wallet) - v_cut), 'null'), ',"change_due":', COALESCE(LEFT(v_change, CHAR_LENGTH(v_change) - v_cut), 'null'),
        ',"customer":', IF(v_customer_id IS NULL, 'null', CONCAT(
            '{"id":', v_customer_id, ',"balance_before":', COALESCE(LEFT(v_balance, CHAR_LENGTH(v_balance) - v_cut), 'null'), ',"balance_after":', COALESCE(LEFT(v_balance_after, CHAR_LENGTH(v_balance_after) - v_cut), 'null'),
            ',"wallet_before":', COALESCE(LEFT(v_wallet, CHAR_LENGTH(v_wallet) - v_cut), 'null'),
            ',"wallet_after":', COALESCE(LEFT(v_wallet_after, CHAR_LENGTH(v_wallet_after) - v_cut), 'null'), '}')),
        ',"work_order":', IF(v_work_order_id IS NULL, 'null', CONCAT(
            '{"id":', v_work_order_id, ',"total_invoice_amount":', _money(v_invoiced + v_total, v_minor_units),
            ',"total_paid":', _money(v_order_paid + v_paid, v_minor_units),
            ',"total_remaining":', _money(v_order_open + v_remaining, v_minor_units), '}')),
        COALESCE(CONCAT(',"in_currency":', v_in_currency_json), ''), '}');
END

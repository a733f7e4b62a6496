-- Change a posted invoice: other quantities, prices, lines, discount or notes. Only the difference is posted, in new rows: goods come back at the cost
-- they left at, or are taken from stock oldest batch first; the customer owes the difference; what was paid above the new total goes back.
--
-- Parameters: p_request JSON object: invoice_id, created_by, items: the whole new list [{item_id, qty, selling_price, price_type, row_id}] for a line
--   that stays (what it leaves out but qty stays as it is; qty is in the line's unit; also uom, discount_percent or discount_amount, tax_rate,
--   price_includes_tax as in sp_save_invoice), [{product_id, qty, ...}] as in sp_save_invoice for a new one; a line that is not named is
--   taken off. Optional discount_type percent|amount and discount_value (absent: as they are), notes (absent: as they are, null clears),
--   refund wallet|cash|original (wallet; of a customer without an account, whose total can only fall, cash), reason (at most 255 characters), branch_id, credit_override_by (an admin who lets the customer owe
--   more than the credit limit), request_id.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_INVOICE, UNKNOWN_BRANCH, FORBIDDEN_BRANCH,
--   UNKNOWN_ITEM, UNKNOWN_PRODUCT, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY, INVALID_PRICE, INVALID_DISCOUNT, AMOUNT_PRECISION, INSUFFICIENT_STOCK,
--   RETURN_EXCEEDS_SOLD, INVOICE_CLOSED, INVOICE_NOT_AMENDABLE, UNKNOWN_CURRENCY, INVALID_RATE, OTHER_CURRENCY, PAYMENTS_REQUIRED, CREDIT_LIMIT, SHIFT_CLOSED, PERIOD_CLOSED.
-- Locks: request_id's bucket; customer, invoice and its work order by primary key; products of its old and new lines, ascending, and their
--   batches; the invoice's shift, shared; series JE, then PAY.
-- Returns: one row, one column response: the answer as JSON. amendment_id is null where nothing changed, and then nothing was written.
-- Example: CALL sp_amend_invoice('{"invoice_id": 103, "items": [{"item_id": 7, "qty": 14}, {"product_id": 9, "qty": 1}], "created_by": 5}');
CREATE PROCEDURE sp_amend_invoice(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
amendment: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response, v_items_json, v_notes LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '[]';
    DECLARE v_work_order_json VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT 'null';
    DECLARE v_lines, v_item_ids, v_plan JSON;
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_customer_id, v_company_id, v_branch_id, v_work_order_id, v_amendment_id, v_wallet_row_id, v_ledger_id,
        v_price_list_id, v_group_id INT;
    DECLARE v_branch_code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units, v_changes, v_keeps_notes, v_prices_include_tax TINYINT;
    DECLARE v_invoice_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_balance, v_balance_before, v_wallet, v_wallet_before, v_paid, v_open, v_refunded DECIMAL(19,4);
    DECLARE v_as_given, v_total_before, v_kept, v_settled, v_spread, v_discount, v_discount_value, v_total_change, v_discount_change DECIMAL(19,4);
    DECLARE v_tax_total, v_added_tax, v_rounding, v_tax_change, v_rounding_change, v_settled_value, v_settled_rounding DECIMAL(19,4);
    DECLARE v_value, v_cost, v_profit DECIMAL(19,4);
    DECLARE v_tax_rounding VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_taxes_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_cost_change DECIMAL(19,4) DEFAULT 0;
    DECLARE v_credit_limit DECIMAL(19,4);
    DECLARE v_allowed_by INT;
    DECLARE v_seq INT UNSIGNED;
    DECLARE v_invoice_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refund, v_discount_type, v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_shift_id INT;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_amend_invoice', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE amendment;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_amend_invoice', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_invoice_id = _required_id('invoice_id', JSON_EXTRACT(p_request, '$.invoice_id'));
    SET v_refund = _read_word('refund', JSON_EXTRACT(p_request, '$.refund'), NULL, 'wallet,cash,original');
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_keeps_notes = JSON_EXTRACT(p_request, '$.notes') IS NULL;
    SET v_notes = _read_text('notes', JSON_EXTRACT(p_request, '$.notes'), 10000);

    -- lock
    CALL _check_branch_of(v_user_id, 'invoices_out', v_invoice_id);
    CALL _lock_live_invoice(
        v_invoice_id, v_customer_id, v_company_id, v_balance_before, v_wallet_before, v_seq, v_invoice_no, v_work_order_id, v_paid, v_open);
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _check_amendable(v_invoice_id);
    CALL _refuse_other_currency(p_request, v_company_id, 'OTHER_CURRENCY.amending');
    CALL _choose_refund(v_customer_id, v_seq, v_refund);
    SET v_balance = v_balance_before;
    SET v_wallet = v_wallet_before;
    CALL _read_amended_lines(JSON_EXTRACT(p_request, '$.items'), v_invoice_id, v_lines, v_item_ids);
    CALL _lock_products_of_amendment(v_invoice_id, v_lines);
    SELECT c.credit_limit, c.price_list_id, c.group_id INTO v_credit_limit, v_price_list_id, v_group_id FROM customers AS c WHERE c.id = v_customer_id;
    IF v_price_list_id IS NOT NULL OR v_group_id IS NOT NULL THEN
        CALL _find_price_list(v_group_id, v_price_list_id);
    END IF;
    IF v_price_list_id IS NOT NULL THEN
        CALL _mark_listed_lines(v_price_list_id, v_lines);
    END IF;

    -- decide
    SELECT i.tax_rounding, c.prices_include_tax INTO v_tax_rounding, v_prices_include_tax
    FROM invoices_out AS i STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = i.company_id WHERE i.id = v_invoice_id;
    CALL _plan_amendment(
        v_lines, v_item_ids, v_invoice_id, v_company_id, v_minor_units, v_prices_include_tax, v_plan, v_as_given, v_kept, v_settled, v_changes);
    CALL _read_amended_discount(p_request, v_invoice_id, v_as_given, v_settled, v_minor_units, v_discount_type, v_discount_value);
    CALL _amended_discount(v_discount_type, v_discount_value, v_kept, v_settled, v_minor_units, v_spread);
    CALL _tax_amended_lines(v_plan, v_kept, v_spread, v_tax_rounding, v_minor_units, v_changes, v_taxes_json, v_tax_total, v_added_tax);
    SET v_discount = v_settled + v_spread;
    CALL _round_amended_invoice(v_invoice_id, v_as_given - v_discount + v_added_tax, v_rounding, v_settled_value, v_settled_rounding);
    SET v_total_before = v_as_given + v_added_tax + v_rounding;
    IF v_total_before >= 1000000000000 THEN
        CALL _raise('INVALID_PRICE.document', v_total_before, NULL, NULL, NULL);
    END IF;
    SELECT
        v_total_before - i.total_before_discount, v_discount - i.discount_amount, v_tax_total - i.tax_total, v_rounding - i.rounding_amount,
        IF(v_keeps_notes, i.notes, v_notes),
        v_changes OR i.discount_type <> v_discount_type OR i.discount_value <> v_discount_value OR i.discount_amount <> v_discount
            OR i.tax_total <> v_tax_total OR i.rounding_amount <> v_rounding
            OR NOT (v_keeps_notes OR v_notes <=> i.notes COLLATE utf8mb4_bin)
    INTO v_total_change, v_discount_change, v_tax_change, v_rounding_change, v_notes, v_changes
    FROM invoices_out AS i WHERE i.id = v_invoice_id;
    SET v_value = v_total_change - v_discount_change;
    SET v_refunded = GREATEST(-(v_open + v_value), 0);
    SET v_open = v_open + v_value + v_refunded;
    SET v_paid = v_paid - v_refunded;
    IF v_seq IS NULL AND v_open > 0 THEN
        CALL _raise('PAYMENTS_REQUIRED.walk_in', v_customer_id, _money(v_open, v_minor_units), NULL, NULL);
    END IF;
    IF v_value > 0 THEN
        CALL _check_credit(
            v_customer_id, v_credit_limit, v_balance_before, v_balance_before + v_value + v_refunded, JSON_EXTRACT(p_request, '$.credit_override_by'),
            v_minor_units, v_allowed_by);
    END IF;
    CALL _check_shift_open((SELECT i.shift_id FROM invoices_out AS i WHERE i.id = v_invoice_id), v_invoice_no);
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write; where nothing changes, the lines have nothing to write and only answer
    IF v_changes THEN
        INSERT INTO invoice_amendments (
            invoice_id, company_id, branch_id, business_date, total_change, discount_change, tax_change, rounding_change, value, reason, created_by,
            created_at)
        VALUES (
            v_invoice_id, v_company_id, v_branch_id, v_today, v_total_change, v_discount_change, v_tax_change, v_rounding_change, v_value, v_reason, v_user_id,
            v_at);
        SET v_amendment_id = LAST_INSERT_ID();
        CALL _post_amended_taxes(v_amendment_id, v_invoice_id, v_plan);
    END IF;
    CALL _post_amended_lines(
        v_amendment_id, v_invoice_id, v_plan, v_kept, v_spread, v_minor_units, v_reason, v_request_id, v_user_id, v_at, v_now,
        v_cost_change, v_items_json);
    IF v_changes THEN
        CALL _post_amendment_entries(
            v_amendment_id, v_invoice_id, v_total_change, v_discount_change, v_tax_change, v_rounding_change, v_cost_change, v_customer_id, v_company_id,
            v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id);
        -- ledger
        IF v_value <> 0 THEN
            CALL _post_customer_transaction(
                v_customer_id, 'adjustment', v_value, 0, NULL, NULL, CONCAT('تعديل الفاتورة ', v_invoice_no), v_invoice_id, NULL, NULL, NULL, v_work_order_id,
                v_today, v_at, v_user_id, v_balance, v_wallet, v_seq, v_wallet_row_id, v_ledger_id);
            IF v_refunded > 0 THEN
                CALL _refund_paid(
                    v_refund, v_refunded, v_reason, v_invoice_id, v_invoice_no, v_work_order_id, v_minor_units, v_customer_id, v_company_id,
                    v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id, v_balance, v_wallet, v_seq, v_refunds);
            END IF;
            CALL _close_customer_ledger(v_customer_id, v_balance, v_wallet, v_seq);
            IF v_allowed_by IS NOT NULL THEN
                CALL _audit_credit(
                    v_allowed_by, v_invoice_id, v_credit_limit, v_balance_before, v_balance, v_minor_units, v_user_id, v_request_id, v_now);
            END IF;
        END IF;
        CALL _write_amended_invoice(
            v_invoice_id, v_total_before, v_discount_type, v_discount_value, v_discount, v_tax_total, v_added_tax, v_rounding, v_settled_value,
            v_settled_rounding, v_cost_change, v_paid, v_open, v_notes, v_minor_units, v_reason, v_user_id, v_request_id, v_now);
    END IF;

    -- answer
    SELECT i.total_cost, i.profit_amount, _payment_status(i.delivered) INTO v_cost, v_profit, v_status FROM invoices_out AS i WHERE i.id = v_invoice_id;
    IF v_work_order_id IS NOT NULL THEN
        SET v_work_order_json = _work_order_json(v_work_order_id, v_minor_units);
    END IF;
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم تعديل الفاتورة بنجاح.","amendment_id":', COALESCE(v_amendment_id, 'null'), ',"invoice_id":', v_invoice_id,
        ',"invoice_no":', _json_text(v_invoice_no), ',"total_before":', _money(v_total_before, v_minor_units),
        ',"discount_type":"', v_discount_type, '","discount_value":', IF(v_discount_type = 'percent', v_discount_value, _money(v_discount_value, v_minor_units)),
        ',"discount_amount":', _money(v_discount, v_minor_units), ',"total_after":', _money(v_total_before - v_discount, v_minor_units),
        ',"net_total":', _money(v_total_before - v_discount - v_tax_total - v_rounding, v_minor_units), ',"tax_total":', _money(v_tax_total, v_minor_units),
        ',"rounding_amount":', _money(v_rounding, v_minor_units), ',"taxes":', v_taxes_json,
        ',"total_cogs":', _money(v_cost, v_minor_units), ',"profit_amount":', _money(v_profit, v_minor_units),
        ',"value_change":', _money(v_value, v_minor_units), ',"cost_change":', _money(v_cost_change, v_minor_units),
        ',"paid_amount":', _money(v_paid, v_minor_units), ',"remaining_amount":', _money(v_open, v_minor_units),
        ',"payment_status":"', v_status, '","items":', v_items_json,
        ',"refunded_amount":', _money(v_refunded, v_minor_units), ',"refunds":', v_refunds,
        ',"customer":', _customer_json(v_customer_id, v_balance_before, v_balance, v_wallet_before, v_wallet, v_minor_units),
        ',"work_order":', v_work_order_json, '}');
    CALL _close_request('sp_amend_invoice', v_request_id, v_hash, 'invoices_out', v_invoice_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

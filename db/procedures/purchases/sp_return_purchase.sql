-- Send goods of a purchase back to the supplier: pieces of its batches leave the stock at the batch's own value, and with their part of
-- the bill's taxes so much less is owed for the bill.
-- What was sold or otherwise left cannot go back. The rest of the purchase stands, and can still be reversed.
--
-- Parameters: p_request JSON object: bill_id, items [{batch_id, as sp_get_purchase names it, qty in units of the product}], created_by; optional refund
--   account|cash|original, reason (at most 255 characters), branch_id, request_id. What was paid for the bill stays on the supplier's account (account, the
--   default), or comes back in cash, or by the methods that it was paid by (original, the default of a purchase without supplier): as much as goes back, and
--   never more than was paid for the bill and did not come back before.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_BILL, UNKNOWN_BATCH, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, NO_ITEMS, TOO_MANY_ITEMS, INVALID_QUANTITY, BILL_REVERSED, BATCH_CONSUMED, PERIOD_CLOSED.
-- Locks: request_id's bucket; supplier, then purchase, by primary key; products of the lines, ascending, and their batches; series PRET, JE, then PAY.
-- Returns: one row, one column response: return_id, return_no, bill_id, purchase_no, value (with its taxes), tax_amount, items [{batch_id, product_id, qty, cost,
--   tax_amount}], refunded_amount,
--   refunds [{payment_id, method, amount}], supplier or null.
-- Example: CALL sp_return_purchase('{"bill_id": 12, "items": [{"batch_id": 31, "qty": 3}], "reason": "بضاعة معيبة", "created_by": 5}');
CREATE PROCEDURE sp_return_purchase(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
sending: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_items_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_refunds LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    DECLARE v_now, v_at DATETIME;
    DECLARE v_today DATE;
    DECLARE v_user_id, v_supplier_id, v_company_id, v_branch_id, v_return_id, v_batch_id, v_entry_id, v_shift_id INT;
    DECLARE v_branch_code, v_refund VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_purchase_id BIGINT;
    DECLARE v_reason VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_purchase_no, v_return_no VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_lines, v_taxes JSON;
    DECLARE v_line_no INT DEFAULT 0;
    DECLARE v_qty, v_tax_total, v_total, v_balance, v_balance_before DECIMAL(19,4);
    DECLARE v_value, v_refunded DECIMAL(19,4) DEFAULT 0;
    DECLARE v_seq, v_seq_before INT UNSIGNED;
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_return_purchase', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE sending;
    END IF;
    SET v_now = _now();
    SET v_at = _as_timestamp(v_now);
    CALL _read_user('sp_return_purchase', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_purchase_id = _required_id('bill_id', JSON_EXTRACT(p_request, '$.bill_id'));
    CALL _read_purchase_return_items(JSON_EXTRACT(p_request, '$.items'), v_purchase_id, v_lines);
    SET v_reason = _read_text('reason', JSON_EXTRACT(p_request, '$.reason'), 255);
    SET v_refund = _read_word('refund', JSON_EXTRACT(p_request, '$.refund'), NULL, 'account,cash,original');

    -- lock
    CALL _check_branch_of(v_user_id, 'purchases', v_purchase_id);
    CALL _lock_purchase(v_purchase_id, v_supplier_id, v_company_id, v_balance, v_seq, v_purchase_no, v_total);
    SET v_balance_before = v_balance;
    SET v_seq_before = v_seq;
    CALL _read_branch(
        v_user_id, v_company_id, _read_id('branch_id', JSON_EXTRACT(p_request, '$.branch_id')), v_now, v_branch_id, v_branch_code, v_minor_units, v_today);
    CALL _lock_batches_to_send_back(v_purchase_id, v_lines);

    -- decide
    IF v_refund = 'account' AND v_supplier_id IS NULL THEN
        CALL _raise('VALIDATION', 'refund', v_refund, NULL, NULL);
    END IF;
    SET v_refund = COALESCE(v_refund, IF(v_supplier_id IS NULL, 'original', 'account'));
    SET v_value = (
        SELECT SUM(_ratio(b.stock_value, j.qty, b.remaining, v_minor_units))
        FROM JSON_TABLE(v_lines, '$[*]' COLUMNS (batch_id BIGINT PATH '$.batch_id', qty DECIMAL(19,4) PATH '$.qty')) AS j
        STRAIGHT_JOIN batches AS b FORCE INDEX (PRIMARY) ON b.id = j.batch_id);
    CALL _tax_sent_back(v_lines, v_minor_units, v_taxes, v_tax_total);
    SET v_value = v_value + v_tax_total;
    CALL _join_shift(v_user_id, v_company_id, v_branch_id, v_branch_code, v_shift_id);

    -- write
    CALL _next_numbers(v_branch_id, v_branch_code, 'PRET', v_today, 1, v_return_no);
    INSERT INTO purchase_returns (purchase_id, company_id, branch_id, return_no, business_date, value, tax_amount, reason, created_by, created_at)
    VALUES (v_purchase_id, v_company_id, v_branch_id, v_return_no, v_today, v_value, v_tax_total, v_reason, v_user_id, v_at);
    SET v_return_id = LAST_INSERT_ID();
    WHILE v_line_no < JSON_LENGTH(v_lines) DO
        SET v_batch_id = JSON_EXTRACT(v_lines, CONCAT('$[', v_line_no, '].batch_id'));
        SET v_qty = _scalar(JSON_EXTRACT(v_lines, CONCAT('$[', v_line_no, '].qty')));
        SET v_line_no = v_line_no + 1;
        CALL _send_back(v_return_id, v_batch_id, v_qty, v_minor_units, v_user_id, v_at);
    END WHILE;
    CALL _post_taxes_sent_back(v_return_id, v_taxes);
    CALL _post_purchase_return_entry(
        v_return_id, v_value, v_tax_total, v_purchase_id, v_supplier_id, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id, v_shift_id, v_entry_id);
    IF v_supplier_id IS NOT NULL AND v_value <> 0 THEN
        CALL _post_supplier_transaction(
            v_supplier_id, 'purchase_return', -v_value, CONCAT('مردود المشتريات ', v_return_no, ' من ', v_purchase_no), v_return_id, NULL, v_today, v_at,
            v_user_id, v_balance, v_seq);
    END IF;
    IF v_refund <> 'account' THEN
        CALL _refund_part_of_purchase(
            v_refund, v_value, v_reason, v_supplier_id, v_purchase_id, v_minor_units, v_company_id, v_branch_id, v_branch_code, v_today, v_at, v_user_id,
            v_shift_id, v_balance, v_seq, v_refunds, v_refunded);
    END IF;
    IF v_seq > v_seq_before THEN
        CALL _close_supplier_ledger(v_supplier_id, v_balance, v_seq);
    END IF;
    CALL _audit_change('post', 'purchase_returns', v_return_id, NULL, v_reason, v_user_id, v_request_id, v_now);

    -- answer
    CALL _purchase_return_items(v_return_id, v_minor_units, v_items_json);
    SET v_response = CONCAT(
        '{"ok":true,"msg":"تم رد البضاعة إلى المورد بنجاح.","return_id":', v_return_id, ',"return_no":"', v_return_no, '","bill_id":', v_purchase_id,
        ',"purchase_no":"', v_purchase_no, '","value":', _money(v_value, v_minor_units),
        ',"tax_amount":', _money(v_tax_total, v_minor_units), ',"items":', v_items_json,
        ',"refunded_amount":', _money(v_refunded, v_minor_units), ',"refunds":[', SUBSTRING(v_refunds, 2),
        '],"supplier":', _supplier_json(v_supplier_id, v_balance_before, v_balance, v_minor_units), '}');
    CALL _close_request('sp_return_purchase', v_request_id, v_hash, 'purchase_returns', v_return_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

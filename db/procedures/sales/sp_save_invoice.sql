-- Sell: an invoice with its lines, taken from stock oldest batch first, its payments and the customer's ledger, in one transaction.
--
-- Parameters: p_request JSON object: customer_id, created_by, items [{product_id, qty (or quantity), selling_price (or price),
--   price_type retail|wholesale, row_id, uom (or unit: one of the product's units), discount_percent or discount_amount, tax_rate (else the product's
--   taxes; 0: none), price_includes_tax (the company's setting)}]; optional cash_rounding (true: to the company's smallest coin), coupon_code,
--   apply_offers (true; false: none but the coupon's), status paid|partial|pending (pending), discount_type percent|amount (percent),
--   discount_value (0), payments [{amount, method, notes, parts}], overpayment reject|wallet|change (reject), work_order_id, notes,
--   invoice_group group1..group11 (group1), due_date (not before the invoice's own) or due_days (0-3650 after it), branch_id,
--   cost_center_id (the branch's), draft_id (the draft that becomes this sale; what is sold says the request alone), credit_override_by (an admin who lets the customer owe more than the credit limit), request_id; currency (the company's), in which prices, discounts and
--   payments then are, and exchange_rate (of the company's currency for one of it: that of the day); without offers, coupon and overpayment. Amounts are currency units,
--   quantities units as sold.
-- Errors: TRANSACTION_OPEN, VALIDATION, SESSION_UNSAFE, REQUEST_ID_REUSED, UNKNOWN_USER, PERMISSION_DENIED, UNKNOWN_CUSTOMER, UNKNOWN_BRANCH,
--   FORBIDDEN_BRANCH, UNKNOWN_COST_CENTER, UNKNOWN_PRODUCT, UNKNOWN_WORK_ORDER, WORK_ORDER_MISMATCH, WORK_ORDER_CLOSED, NO_ITEMS, TOO_MANY_ITEMS,
--   INVALID_QUANTITY, INVALID_PRICE, INVALID_DISCOUNT, INVALID_STATUS, INVALID_PAYMENT, INVALID_PAYMENT_METHOD, AMOUNT_PRECISION, PAYMENTS_NOT_ALLOWED,
--   PAYMENTS_REQUIRED, PAYMENTS_MISMATCH, OVERPAYMENT, INSUFFICIENT_STOCK, WALLET_INSUFFICIENT, COUPON_INVALID, COUPON_USED_UP, CREDIT_LIMIT, PERIOD_CLOSED,
--   UNKNOWN_DRAFT, DRAFT_CONSUMED, UNKNOWN_CURRENCY, INVALID_RATE, UNKNOWN_RATE, OTHER_CURRENCY.
-- Locks: request_id's bucket; draft, customer, work order, products ascending, coupon, all by primary key; series INV, JE, then PAY, the last two
--   after the batches unless one payment pays (_post_sale); batches by batches_fifo, under their product's lock.
-- Returns: one row, one column response: the answer as JSON.
-- Example: CALL sp_save_invoice('{"customer_id": 4, "created_by": 5, "status": "paid", "items": [{"product_id": 8, "qty": 2}]}');
CREATE PROCEDURE sp_save_invoice(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
sale: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_invoice_id, v_order_id INT;
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

    SET v_now = _now();
    CALL _sell('sp_save_invoice', p_request, v_request_id, v_now, NULL, FALSE, v_order_id, v_invoice_id, v_response);
    -- _close_request without its call, for whose text MariaDB would write the answer once more
    IF v_request_id IS NOT NULL THEN
        INSERT INTO request_keys (request_id, procedure_name, request_hash, document_table, document_id, response, created_at)
        VALUES (v_request_id, 'sp_save_invoice', v_hash, 'invoices_out', v_invoice_id, v_response, v_now);
    END IF;
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Sell at the till: order, invoice and payments in one transaction, under the cashier's open shift.
--
-- Parameters: p_request as of sp_save_invoice, created_by the cashier; status is paid where it is absent, customer_id the till's customer,
--   branch_id the shift's.
-- Errors: TRANSACTION_OPEN and the others of sp_save_invoice, NO_OPEN_SHIFT.
-- Locks: those of sp_save_invoice; series ORD before INV.
-- Returns: one row, one column response: the answer of sp_save_invoice, with order {id, order_no, status, payment_status} and shift_id.
-- Example: CALL sp_pos_sale('{"created_by": 5, "items": [{"product_id": 8, "qty": 2}]}');
CREATE PROCEDURE sp_pos_sale(IN p_request LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
MODIFIES SQL DATA
sale: BEGIN
    DECLARE v_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE v_response LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_sale, v_order_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_now DATETIME;
    DECLARE v_user_id, v_invoice_id, v_order_id, v_shift_id, v_customer_id INT;
    DECLARE v_minor_units TINYINT;
    DECLARE v_lines, v_parts JSON;
    DECLARE v_discount DECIMAL(19,4);
    DECLARE EXIT HANDLER FOR 1568 CALL _raise('TRANSACTION_OPEN', NULL, NULL, NULL, NULL);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK AND NO CHAIN NO RELEASE;
        RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION READ WRITE;
    CALL _open_request('sp_pos_sale', p_request, v_request_id, v_hash, v_response);
    IF v_response IS NOT NULL THEN
        COMMIT AND NO CHAIN NO RELEASE;
        SELECT v_response AS response;
        LEAVE sale;
    END IF;
    SET v_now = _now();
    CALL _read_user('sp_pos_sale', JSON_EXTRACT(p_request, '$.created_by'), v_user_id);

    -- read
    SET v_sale = p_request;
    IF _scalar(JSON_EXTRACT(v_sale, '$.status')) IS NULL THEN
        SET v_sale = CONCAT('{"status":"paid",', SUBSTRING(TRIM(_without_member(v_sale, 'status')), 2));
    END IF;
    IF _read_id('customer_id', JSON_EXTRACT(v_sale, '$.customer_id')) IS NULL THEN
        -- a look only: whether the shift is open is decided where it is locked
        SELECT t.customer_id INTO v_customer_id
        FROM shifts AS s FORCE INDEX (shifts_one_of_cashier) STRAIGHT_JOIN tills AS t FORCE INDEX (PRIMARY) ON t.id = s.till_id
        WHERE s.open_cashier_id = v_user_id;
        IF v_customer_id IS NOT NULL THEN
            SET v_sale = CONCAT('{"customer_id":', v_customer_id, ',', SUBSTRING(TRIM(_without_member(v_sale, 'customer_id')), 2));
        END IF;
    END IF;

    -- write
    CALL _sell('sp_pos_sale', v_sale, v_request_id, v_now, NULL, TRUE, v_order_id, v_invoice_id, v_response);
    SELECT m.minor_units, o.shift_id INTO v_minor_units, v_shift_id
    FROM orders AS o FORCE INDEX (PRIMARY)
    STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = o.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
    WHERE o.id = v_order_id;
    CALL _plan_billing(v_order_id, NULL, v_minor_units, v_lines, v_parts, v_discount);
    CALL _bill_order(v_order_id, v_invoice_id, v_parts, v_user_id);
    CALL _audit_change('post', 'orders', v_order_id, NULL, NULL, v_user_id, v_request_id, v_now);

    -- answer
    CALL _order_of_sale(v_order_id, v_order_json);
    SET v_response = CONCAT(LEFT(v_response, CHAR_LENGTH(v_response) - 1), ',"order":', v_order_json, ',"shift_id":', v_shift_id, '}');
    CALL _close_request('sp_pos_sale', v_request_id, v_hash, 'invoices_out', v_invoice_id, v_response, v_now);
    COMMIT AND NO CHAIN NO RELEASE;
    SELECT v_response AS response;
END

-- Payments that were promised, newest first, page by page.
--
-- Parameters: p_filter JSON object: optional customer_id, invoice_id, status pending|completed|failed (pending), limit 1-500 (50), after.
-- Errors: VALIDATION, INVALID_STATUS. Locks: none; opens no transaction.
-- Returns: one row, one column response: pending_payments, next_after (null on the last page).
-- Example: CALL sp_list_pending_payments('{"customer_id": 4}');
CREATE PROCEDURE sp_list_pending_payments(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_customer_id, v_invoice_id BIGINT;
    DECLARE v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT w.id, CONCAT(
            '{', _pending_payment_members_json(
                w.id, w.amount, w.payment_method, w.status, w.promised_on, w.settled_on, w.payment_id, w.notes, w.reason, w.created_by, m.minor_units),
            ',"invoice_id":', w.invoice_id, ',"invoice_no":', _json_text(i.invoice_no), ',"customer_id":', i.customer_id,
            ',"customer_name":', JSON_QUOTE(c.name), '}')
        FROM pending_payments AS w FORCE INDEX (PRIMARY, pending_payments_of_invoice, pending_payments_by_status)
        STRAIGHT_JOIN invoices_out AS i FORCE INDEX (PRIMARY) ON i.id = w.invoice_id
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = i.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = w.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE w.status = v_status
            AND (v_after IS NULL OR w.id < v_after)
            AND (v_invoice_id IS NULL OR w.invoice_id = v_invoice_id)
            AND (v_customer_id IS NULL OR i.customer_id = v_customer_id)
        ORDER BY w.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_invoice_id = _read_id('invoice_id', JSON_EXTRACT(p_filter, '$.invoice_id'));
    SET v_status = _read_word('status', JSON_EXTRACT(p_filter, '$.status'), 'pending', 'pending,completed,failed');
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_id, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_id = v_id;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(
        '{"ok":true,"pending_payments":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

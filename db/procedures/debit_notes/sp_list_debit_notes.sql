-- Debit notes, newest first, page by page.
--
-- Parameters: p_filter JSON object: optional customer_id, source_invoice_id, reference_type, status open|partially_applied|applied|cancelled, unpaid
--   (true: on which something is open), from and to (dates of the notes), limit 1-500 (50), after.
-- Errors: VALIDATION, INVALID_STATUS. Locks: none; opens no transaction.
-- Returns: one row, one column response: debit_notes, each with the header's members; next_after (null on the last page).
-- Example: CALL sp_list_debit_notes('{"customer_id": 4, "unpaid": true}');
CREATE PROCEDURE sp_list_debit_notes(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after BIGINT;
    DECLARE v_customer_id, v_invoice_id BIGINT;
    DECLARE v_unpaid TINYINT;
    DECLARE v_reference_type, v_status VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_id, v_last_id INT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- one row more than asked for tells whether another page follows
    DECLARE c_rows CURSOR FOR
        SELECT n.id, CONCAT('{', _debit_note_members_json(
            n.id, n.debit_note_no, n.company_id, n.branch_id, n.cost_center_id, n.customer_id, n.source_invoice_id, n.debit_note_date, n.reference_type,
            n.reference_no, n.reason, n.adopted, n.currency, n.exchange_rate, n.net_total, n.tax_total, n.total, n.total_base, n.applied_amount, n.remaining_amount,
            n.remaining_base, n.status, n.cancelled_on, n.cancel_reason, n.created_by, n.created_at, m.minor_units, b.minor_units), '}')
        FROM customer_debit_notes AS n FORCE INDEX (PRIMARY, customer_debit_notes_pay_order, customer_debit_notes_of_invoice)
        STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = n.currency
        STRAIGHT_JOIN companies AS c FORCE INDEX (PRIMARY) ON c.id = n.company_id
        STRAIGHT_JOIN currencies AS b FORCE INDEX (PRIMARY) ON b.code = c.currency
        WHERE (v_after IS NULL OR n.id < v_after)
            AND (v_customer_id IS NULL OR n.customer_id = v_customer_id)
            AND (v_invoice_id IS NULL OR n.source_invoice_id = v_invoice_id)
            AND (v_reference_type IS NULL OR n.reference_type = v_reference_type)
            AND (v_status IS NULL OR n.status = v_status)
            AND (v_unpaid IS NULL OR (n.pay_by IS NOT NULL) = v_unpaid)
            AND (v_from IS NULL OR n.debit_note_date >= v_from)
            AND (v_to IS NULL OR n.debit_note_date <= v_to)
        ORDER BY n.id DESC
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_invoice_id = _read_id('source_invoice_id', JSON_EXTRACT(p_filter, '$.source_invoice_id'));
    SET v_reference_type = _read_word(
        'reference_type', JSON_EXTRACT(p_filter, '$.reference_type'), NULL, 'price_difference,additional_fees,penalty,correction,opening_balance');
    SET v_status = _read_word('status', JSON_EXTRACT(p_filter, '$.status'), NULL, 'open,partially_applied,applied,cancelled');
    SET v_unpaid = _read_flag('unpaid', JSON_EXTRACT(p_filter, '$.unpaid'));
    SET v_from = _read_date('from', JSON_EXTRACT(p_filter, '$.from'));
    SET v_to = _read_date('to', JSON_EXTRACT(p_filter, '$.to'));
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
        '{"ok":true,"debit_notes":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_id), '}') AS response;
END

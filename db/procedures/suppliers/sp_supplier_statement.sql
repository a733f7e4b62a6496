-- A supplier's statement of account: the ledger rows in their order, each with the balance before and after.
--
-- Parameters: p_filter JSON object: supplier_id; optional from and to (business dates), limit 1-500 (50), after (a seq).
-- Errors: VALIDATION, UNKNOWN_SUPPLIER. Locks: none; opens no transaction.
-- Returns: one row, one column response: supplier {id, name, balance}, rows, next_after (null on the last page).
-- Example: CALL sp_supplier_statement('{"supplier_id": 4, "from": "2025-10-01"}');
CREATE PROCEDURE sp_supplier_statement(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_supplier_id BIGINT;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_seq, v_last_seq INT DEFAULT 0;
    DECLARE v_json, v_supplier LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- the supplier comes first, as seq 0, so that figures and rows are of one state
    DECLARE c_rows CURSOR FOR
        SELECT 0 AS seq, CONCAT(
            '{"id":', s.id, ',"name":', JSON_QUOTE(s.name), ',"balance":', _money(s.balance, m.minor_units), '}') AS json
        FROM suppliers AS s STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = s.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE s.id = v_supplier_id
        UNION ALL
        (SELECT t.seq, CONCAT(
            '{"seq":', t.seq, ',"transaction_id":', t.id, ',"transaction_date":"', t.transaction_date, '","transaction_type":"', t.transaction_type,
            '","amount":', _money(t.amount, m.minor_units), ',"description":', JSON_QUOTE(t.description),
            ',"bill_id":', COALESCE(t.purchase_id, r.purchase_id, 'null'), ',"payment_id":', COALESCE(t.payment_id, 'null'),
            ',"return_id":', COALESCE(t.purchase_return_id, 'null'),
            ',"balance_before":', _money(t.balance_before, m.minor_units), ',"balance_after":', _money(t.balance_after, m.minor_units), '}')
        FROM supplier_transactions AS t FORCE INDEX (supplier_transactions_in_order)
        STRAIGHT_JOIN suppliers AS s FORCE INDEX (PRIMARY) ON s.id = t.supplier_id
        LEFT JOIN purchase_returns AS r FORCE INDEX (PRIMARY) ON r.id = t.purchase_return_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = s.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE t.supplier_id = v_supplier_id AND t.seq > COALESCE(v_after, 0)
            AND (v_from IS NULL OR t.transaction_date >= v_from)
            AND (v_to IS NULL OR t.transaction_date <= v_to)
        ORDER BY t.seq LIMIT v_fetch)
        ORDER BY seq;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_supplier_id = _required_id('supplier_id', JSON_EXTRACT(p_filter, '$.supplier_id'));
    SET v_from = _read_date('from', JSON_EXTRACT(p_filter, '$.from'));
    SET v_to = _read_date('to', JSON_EXTRACT(p_filter, '$.to'));
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    FETCH c_rows INTO v_seq, v_supplier;
    IF v_supplier IS NULL THEN
        CALL _raise('UNKNOWN_SUPPLIER', v_supplier_id, NULL, NULL, NULL);
    END IF;
    each_row: LOOP
        FETCH c_rows INTO v_seq, v_json;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_seq = v_seq;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(
        '{"ok":true,"supplier":', v_supplier, ',"rows":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_seq), '}') AS response;
END

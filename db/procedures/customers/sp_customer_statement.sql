-- A customer's statement of account: the ledger rows in their order, each with balance and wallet before and after.
--
-- Parameters: p_filter JSON object: customer_id; optional from and to (business dates), limit 1-500 (50), after (a seq).
-- Errors: VALIDATION, UNKNOWN_CUSTOMER. Locks: none; opens no transaction.
-- Returns: one row, one column response: customer {id, name, balance, wallet}, rows, next_after (null on the last page).
-- Example: CALL sp_customer_statement('{"customer_id": 4, "from": "2025-10-01"}');
CREATE PROCEDURE sp_customer_statement(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_customer_id BIGINT;
    DECLARE v_from, v_to DATE;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count, v_seq, v_last_seq INT DEFAULT 0;
    DECLARE v_json, v_customer LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- the customer comes first, as seq 0, so that figures and rows are of one state
    DECLARE c_rows CURSOR FOR
        SELECT 0 AS seq, CONCAT(
            '{"id":', c.id, ',"name":', JSON_QUOTE(c.name), ',"balance":', _money(COALESCE(c.balance, 0), m.minor_units),
            ',"wallet":', _money(COALESCE(c.wallet, 0), m.minor_units), '}') AS json
        FROM customers AS c STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = c.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE c.id = v_customer_id
        UNION ALL
        (SELECT t.seq, CONCAT('{', _customer_transaction_members_json(
            t.seq, t.id, t.transaction_date, t.transaction_type, t.amount, t.description, t.invoice_id, t.payment_id, t.debit_note_id, t.wallet_transaction,
            t.work_order_id, t.balance_before, t.balance_after, t.wallet_before, t.wallet_after, m.minor_units), '}')
        FROM customer_transactions AS t FORCE INDEX (customer_transactions_in_order)
        STRAIGHT_JOIN customers AS c FORCE INDEX (PRIMARY) ON c.id = t.customer_id
        STRAIGHT_JOIN companies AS co FORCE INDEX (PRIMARY) ON co.id = c.company_id STRAIGHT_JOIN currencies AS m FORCE INDEX (PRIMARY) ON m.code = co.currency
        WHERE t.customer_id = v_customer_id AND t.seq > COALESCE(v_after, 0)
            AND (v_from IS NULL OR t.transaction_date >= v_from)
            AND (v_to IS NULL OR t.transaction_date <= v_to)
        ORDER BY t.seq LIMIT v_fetch)
        ORDER BY seq;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_customer_id = _required_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    SET v_from = _read_date('from', JSON_EXTRACT(p_filter, '$.from'));
    SET v_to = _read_date('to', JSON_EXTRACT(p_filter, '$.to'));
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    FETCH c_rows INTO v_seq, v_customer;
    IF v_customer IS NULL THEN
        CALL _raise('UNKNOWN_CUSTOMER', v_customer_id, NULL, NULL, NULL);
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
        '{"ok":true,"customer":', v_customer, ',"rows":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_seq), '}') AS response;
END

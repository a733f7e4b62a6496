-- Invoices beside the payments and the ledger rows that belong to them, and what they differ by: nothing, unless the books are broken or the invoice was
-- adopted with a difference.
--
-- Parameters: p_filter JSON object: optional differences (true: only these), customer_id, from and to (days of the invoices, both included; to: today, from:
--   the same day), company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_CUSTOMER. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, from, to, rows [{invoice_id, invoice_no, invoice_date, customer_id, status
--   paid|partial|pending|canceled|reverted, invoiced and returned (0 of a canceled or reverted one), payments (the sum of its payment rows), remaining (what
--   the invoice says), difference (invoiced - returned - payments - remaining), ledger (what the customer's ledger holds of it; null of an adopted one),
--   ledger_difference (ledger - remaining)}], by invoice; next_after (null on the last page).
-- Example: CALL sp_report_reconciliation('{"from": "2025-12-01", "differences": true}');
CREATE PROCEDURE sp_report_reconciliation(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
READS SQL DATA
BEGIN
    DECLARE v_limit, v_fetch, v_after, v_company_id, v_branch_id, v_customer_id BIGINT;
    DECLARE v_differences, v_differs TINYINT;
    DECLARE v_from, v_to, v_today DATE;
    DECLARE v_head VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_minor_units TINYINT;
    DECLARE v_done TINYINT DEFAULT 0;
    DECLARE v_count INT DEFAULT 0;
    DECLARE v_place, v_last_place BIGINT DEFAULT 0;
    DECLARE v_json LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
    DECLARE v_rows LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT '';
    -- HAVING: MySQL 9.7 ended itself when it planned a condition with a local on a derived table, which it moves inside, for the second time
    DECLARE c_rows CURSOR FOR
        SELECT s.id AS place, CONCAT(
            '{"invoice_id":', s.id, ',"invoice_no":', _json_text(s.invoice_no), ',"invoice_date":"', s.invoice_date, '","customer_id":', s.customer_id,
            ',"status":"', _payment_status(s.delivered), '","invoiced":', _money(s.invoiced, v_minor_units), ',"returned":', _money(s.returned, v_minor_units),
            ',"payments":', _money(s.payments, v_minor_units), ',"remaining":', _money(s.remaining, v_minor_units),
            ',"difference":', _money(s.invoiced - s.returned - s.payments - s.remaining, v_minor_units), ',"ledger":', _money(s.ledger, v_minor_units),
            ',"ledger_difference":', _money(COALESCE(s.ledger - s.remaining, 0), v_minor_units), '}'),
            s.invoiced - s.returned - s.payments - s.remaining <> 0 OR COALESCE(s.ledger - s.remaining, 0) <> 0 AS differs
        FROM (
            SELECT
                i.id, i.invoice_no, i.invoice_date, i.customer_id, i.delivered,
                IF(i.delivered IN ('canceled', 'reverted'), 0, COALESCE(i.total_after_discount, 0)) AS invoiced,
                IF(i.delivered IN ('canceled', 'reverted'), 0, i.returned_amount) AS returned, COALESCE(i.remaining_amount, 0) AS remaining,
                COALESCE((
                    SELECT SUM(COALESCE(s.settled_base, p.payment_amount))
                    FROM invoice_payments AS p FORCE INDEX (invoice_id)
                    LEFT JOIN invoice_settlements AS s FORCE INDEX (invoice_settlements_once) ON s.payment_id = p.id
                    WHERE p.invoice_id = i.id), 0) AS payments,
                IF(i.invoice_no IS NULL, NULL, COALESCE((
                    SELECT SUM(t.balance_after - t.balance_before) FROM customer_transactions AS t FORCE INDEX (customer_transactions_of_invoice)
                    WHERE t.invoice_id = i.id AND t.customer_id = i.customer_id), 0)) AS ledger
            FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
            WHERE i.invoice_date BETWEEN v_from AND v_to AND i.company_id = v_company_id AND (v_branch_id IS NULL OR i.branch_id = v_branch_id)
                AND (v_customer_id IS NULL OR i.customer_id = v_customer_id) AND i.id > COALESCE(v_after, -1)
        ) AS s
        HAVING v_differences IS NULL OR differs = v_differences
        ORDER BY place
        LIMIT v_fetch;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;

    CALL _read_page(p_filter, v_limit, v_after);
    SET v_differences = _read_flag('differences', JSON_EXTRACT(p_filter, '$.differences'));
    SET v_customer_id = _read_id('customer_id', JSON_EXTRACT(p_filter, '$.customer_id'));
    CALL _read_report(p_filter, v_company_id, v_branch_id, v_today, v_minor_units, v_head);
    CALL _check_customer_of(v_customer_id, v_company_id);
    CALL _read_period(p_filter, 'day', v_today, v_from, v_to, v_head);
    SET v_fetch = v_limit + 1;

    OPEN c_rows;
    each_row: LOOP
        FETCH c_rows INTO v_place, v_json, v_differs;
        IF v_done OR v_count = v_limit THEN
            LEAVE each_row;
        END IF;
        SET v_count = v_count + 1;
        SET v_last_place = v_place;
        SET v_rows = CONCAT(v_rows, ',', v_json);
    END LOOP;
    CLOSE c_rows;

    SELECT CONCAT(v_head, ',"rows":[', SUBSTRING(v_rows, 2), '],"next_after":', IF(v_done, 'null', v_last_place), '}') AS response;
END

-- Do orders, invoices and payments of a period come to the same, and if not, which documents make the difference? Each order beside its invoices and what is
-- paid of them, then each invoice that no order led to. The sums of ordered + difference are those of invoiced, the sums of paid + remaining, too.
--
-- Parameters: p_filter JSON object: optional differences (true: only rows with a difference or something open), customer_id, from and to (days of the orders
--   and of the invoices without one, both included; to: today, from: the same day), company_id (1), branch_id (all), limit 1-500 (50), after.
-- Errors: VALIDATION, UNKNOWN_BRANCH, UNKNOWN_CUSTOMER. Locks: none; opens no transaction.
-- Returns: one row, one column response: company_id, currency, from, to, rows [{order_id, order_no, invoice_id, invoice_no (of an order or of an invoice
--   without one, the other two null), day, customer_id, status (pending|completed|cancelled of an order, paid|partial|pending of an invoice), invoices and
--   payments (how many: live invoices, and what was paid on them and not voided), ordered (what was agreed; where the rest of it was given up, what of it was
--   invoiced), invoiced (live invoices, less what came back), difference (invoiced - ordered), paid, remaining}], orders first; next_after (null on the last
--   page). Amounts are currency units.
-- Example: CALL sp_report_documents('{"from": "2025-12-01", "to": "2025-12-31", "differences": true}');
CREATE PROCEDURE sp_report_documents(IN p_filter LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci)
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
    -- An invoice's place is its id behind the last id that an order may have. HAVING: as in sp_report_reconciliation.
    -- A count of voids, not NOT EXISTS: MySQL made an antijoin of that, which read all voids.
    DECLARE c_rows CURSOR FOR
        SELECT
            d.place,
            CONCAT(
                '{"order_id":', COALESCE(d.order_id, 'null'), ',"order_no":', _json_text(d.order_no), ',"invoice_id":', COALESCE(d.invoice_id, 'null'),
                ',"invoice_no":', _json_text(d.invoice_no), ',"day":"', d.day, '","customer_id":', d.customer_id, ',"status":"', d.status,
                '","invoices":', d.invoices, ',"payments":', d.payments, ',"ordered":', _money(d.ordered, v_minor_units),
                ',"invoiced":', _money(d.invoiced, v_minor_units), ',"difference":', _money(d.invoiced - d.ordered, v_minor_units),
                ',"paid":', _money(d.invoiced - d.remaining, v_minor_units), ',"remaining":', _money(d.remaining, v_minor_units), '}'),
            d.invoiced <> d.ordered OR d.remaining <> 0 AS differs
        FROM (
            SELECT
                s.id AS place, s.id AS order_id, s.order_no AS order_no, NULL AS invoice_id, NULL AS invoice_no, s.order_date AS day,
                s.customer_id AS customer_id, s.status AS status, s.invoices AS invoices, s.payments AS payments,
                IF(s.cancelled_on IS NULL, s.total_after, s.invoiced) AS ordered, s.invoiced AS invoiced, s.remaining AS remaining
            FROM (
                SELECT
                    o.id, o.order_no, o.order_date, o.customer_id, CONVERT(o.status USING utf8mb4) COLLATE utf8mb4_unicode_ci AS status, o.cancelled_on, o.total_after,
                    (SELECT COUNT(*) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                        WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted')) AS invoices,
                    (SELECT COUNT(*) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                        STRAIGHT_JOIN invoice_payments AS p FORCE INDEX (invoice_id) ON p.invoice_id = v.id
                        WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted') AND p.payment_amount > 0
                            AND (SELECT COUNT(*) FROM invoice_payments AS u FORCE INDEX (invoice_payments_voids) WHERE u.voids_id = p.id) = 0) AS payments,
                    COALESCE((SELECT SUM(v.total_after_discount - v.returned_amount) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                        WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted')), 0) AS invoiced,
                    COALESCE((SELECT SUM(v.remaining_amount) FROM invoices_out AS v FORCE INDEX (invoices_out_of_order)
                        WHERE v.order_id = o.id AND v.delivered NOT IN ('canceled', 'reverted')), 0) AS remaining
                FROM orders AS o FORCE INDEX (orders_by_day)
                WHERE o.order_date BETWEEN v_from AND v_to AND o.company_id = v_company_id AND (v_branch_id IS NULL OR o.branch_id = v_branch_id)
                    AND (v_customer_id IS NULL OR o.customer_id = v_customer_id) AND o.id > COALESCE(v_after, -1)
            ) AS s
            UNION ALL
            SELECT
                2147483647 + i.id, NULL, NULL, i.id, i.invoice_no, i.invoice_date, i.customer_id, _payment_status(i.delivered), 1,
                (SELECT COUNT(*) FROM invoice_payments AS p FORCE INDEX (invoice_id)
                    WHERE p.invoice_id = i.id AND p.payment_amount > 0
                        AND (SELECT COUNT(*) FROM invoice_payments AS u FORCE INDEX (invoice_payments_voids) WHERE u.voids_id = p.id) = 0),
                0, COALESCE(i.total_after_discount, 0) - i.returned_amount, COALESCE(i.remaining_amount, 0)
            FROM invoices_out AS i FORCE INDEX (invoices_out_by_day)
            WHERE i.invoice_date BETWEEN v_from AND v_to AND i.company_id = v_company_id AND (v_branch_id IS NULL OR i.branch_id = v_branch_id)
                AND (v_customer_id IS NULL OR i.customer_id = v_customer_id) AND i.order_id IS NULL AND i.delivered NOT IN ('canceled', 'reverted')
                AND 2147483647 + i.id > COALESCE(v_after, -1)
        ) AS d
        HAVING v_differences IS NULL OR differs = v_differences
        ORDER BY d.place
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
